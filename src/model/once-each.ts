/** What is found for a key is found once; `same`: what keys are told apart by, where it is not the key itself. */
export function onceEach<Key, Found>(
  find: (key: Key) => Found,
  same: (key: Key) => unknown = (key) => key,
): (key: Key) => Found {
  const known = new Map<unknown, Found>();
  return (key) => {
    const told = same(key);
    const found = known.get(told) ?? find(key);
    known.set(told, found);
    return found;
  };
}
