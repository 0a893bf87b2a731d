/*
 * Keeps a page as new as the logs that `serve --follow` reads. It runs in the browser, on its own, and asks for nothing but the page it is on and
 * the events that say when. What docs/serve.md promises of it: where one looks, what one typed and what one opened stays.
 */

/** From one page that is not as new as the news to the next, in milliseconds. */
const PAUSE_MS = 1000;

/** A page, and how new it is. */
interface Shown {
  /** Makes it new, or says that there is news where that would disturb; `isAsked`: whether it disturbs or not. */
  refresh(isAsked: boolean): Promise<void>;
  /** The newest version there is. */
  hear(version: number): void;
  lose(): void;
}

function createShown(main: Element, line: HTMLElement, way: HTMLElement): Shown {
  let shown = versionOf(line);
  let latest = shown;
  let told = line.textContent ?? '';
  let isLoading = false;

  function say(text: string, wayOn: string | null): void {
    if (line.textContent !== text) line.textContent = text;
    way.hidden = wayOn === null;
    if (wayOn !== null) way.textContent = wayOn;
  }

  function lose(): void {
    say('Not updated: mailtrail serve does not answer, or too many pages are open.', 'Refresh');
  }

  /** Whether it is as new as it can be. */
  async function step(isAsked: boolean): Promise<boolean> {
    const offer = (): true => {
      say('New lines are there:', 'show them');
      return true;
    };
    if (!isAsked && isBusy(main)) return offer();
    const page = await load();
    const [freshMain, freshLine] = [page.getElementById('content'), page.getElementById('live')];
    if (freshMain === null || freshLine === null) throw new Error('no page');
    // It may have been begun to type meanwhile.
    if (!isAsked && isBusy(main)) return offer();
    replace(main, freshMain);
    document.title = page.title;
    shown = versionOf(freshLine);
    told = freshLine.textContent ?? '';
    say(told, null);
    return shown >= latest;
  }

  async function refresh(isAsked: boolean): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    try {
      while (!(await step(isAsked))) await pause();
    } catch {
      lose();
    } finally {
      isLoading = false;
    }
  }

  return {
    refresh,
    lose,
    hear(version) {
      latest = version;
      if (shown < latest) void refresh(false);
      else if (!isLoading) say(told, null);
    },
  };
}

/** Only a page that is looked at listens: a browser has few connections. What it missed, the first event tells. */
function createAttention({ hear, lose }: Shown): { attend(): void; end(): void } {
  let events: EventSource | null = null;
  const end = (): void => {
    events?.close();
    events = null;
  };
  return {
    end,
    attend() {
      if (document.visibilityState === 'hidden') return end();
      if (events !== null && events.readyState !== EventSource.CLOSED) return;
      events = new EventSource('/live');
      events.addEventListener('error', lose);
      for (const kind of ['reading', 'read', 'ended'])
        events.addEventListener(kind, ({ data }: MessageEvent<string>) => {
          const { version }: { version: number } = JSON.parse(data);
          hear(version);
        });
    },
  };
}

function keepNew(main: Element, line: HTMLElement, way: HTMLElement): void {
  const shown = createShown(main, line, way);
  const { attend, end } = createAttention(shown);
  /** What had the focus last within the content. */
  let left: Element | null = null;
  main.addEventListener('focusout', ({ target }) => {
    if (target instanceof Element) left = target;
  });
  way.addEventListener('click', (event) => {
    event.preventDefault();
    attend();
    void shown.refresh(true).then(() => {
      // What was clicked is hidden now: go on where one was.
      if (way.hidden) focusOn(left !== null && left.isConnected ? left : main);
    });
  });
  document.addEventListener('visibilitychange', attend);
  window.addEventListener('pageshow', attend);
  window.addEventListener('pagehide', end);
  way.hidden = true;
  attend();
}

/** Until what is new is counted: see LiveReports. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}

async function load(): Promise<Document> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function versionOf(line: HTMLElement): number {
  return Number(line.dataset['version']);
}

/** Whether somebody types in a form, chooses from a list, or marks text to copy. */
function isBusy(main: Element): boolean {
  const at = document.activeElement;
  if (at !== null && main.contains(at) && at.matches('input:not([type=checkbox]),select,textarea'))
    return true;
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && main.contains(selection.anchorNode);
}

/** Makes `main` what `fresh` is, out of the same elements as far as they stay: so focus, scrolling, typed text and opened parts do. */
function replace(main: Element, fresh: Element): void {
  const focused = document.activeElement;
  const hadFocus = focused !== null && main.contains(focused) ? focused : null;
  patch(main, fresh);
  if (hadFocus === null || document.activeElement === hadFocus) return;
  // It was moved, or is gone: whoever reads on begins with the content, not with the page.
  focusOn(hadFocus.isConnected ? hadFocus : main);
}

function focusOn(element: Element): void {
  if (element instanceof HTMLElement || element instanceof SVGElement)
    element.focus({ preventScroll: true });
}

function patch(old: Element, fresh: Element): void {
  if (old.isEqualNode(fresh)) return;
  patchAttributes(old, fresh);
  patchChildren(old, fresh);
}

function patchAttributes(old: Element, fresh: Element): void {
  const isKept = (name: string): boolean => name === 'open' && old.nodeName === 'DETAILS';
  for (const { name } of Array.from(old.attributes))
    if (!fresh.hasAttribute(name) && !isKept(name)) old.removeAttribute(name);
  for (const { name, value, namespaceURI } of fresh.attributes)
    if (old.getAttribute(name) !== value && !isKept(name))
      old.setAttributeNS(namespaceURI, name, value);
}

/** Children that are known by name stay what they are wherever they come to stand; the others are taken in order. */
function patchChildren(old: Element, fresh: Element): void {
  const oldNames = namesOf(old);
  const freshNames = namesOf(fresh);
  const byName = new Map([...oldNames].map(([node, name]) => [name, node]));
  const wanted = new Set(freshNames.values());
  let at: Node | null = old.firstChild;
  const skipGone = (): void => {
    for (let name; at !== null && (name = oldNames.get(at)) !== undefined && !wanted.has(name);) {
      const gone = at;
      at = at.nextSibling;
      gone.parentNode?.removeChild(gone);
    }
  };
  for (const node of Array.from(fresh.childNodes)) {
    skipGone();
    const name = freshNames.get(node);
    const same = name === undefined ? unnamedLike(at, node, oldNames) : byName.get(name);
    if (same === undefined || same === null) old.insertBefore(marked(node), at);
    else {
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      patchNode(same, node);
    }
  }
  while (at !== null) {
    const gone = at;
    at = at.nextSibling;
    old.removeChild(gone);
  }
}

function unnamedLike(at: Node | null, node: Node, names: ReadonlyMap<Node, string>): Node | null {
  return at !== null && !names.has(at) && at.nodeName === node.nodeName ? at : null;
}

function patchNode(old: Node, fresh: Node): void {
  if (old instanceof Element && fresh instanceof Element) patch(old, fresh);
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

/** Names of children: an id, or where a link or the first link of a row leads. The same name again gets a number. */
function namesOf(parent: Element): Map<Node, string> {
  const seen = new Map<string, number>();
  const names = new Map<Node, string>();
  for (const child of parent.children) {
    const own = child.id === '' ? linkOf(child) : `#${child.id}`;
    if (own === null) continue;
    const name = `${child.nodeName} ${own}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    names.set(child, before === 0 ? name : `${name} ${before}`);
  }
  return names;
}

function linkOf(element: Element): string | null {
  if (element.matches('a[href]')) return element.getAttribute('href');
  return element.matches('tr,li')
    ? (element.querySelector('a[href]')?.getAttribute('href') ?? null)
    : null;
}

/** What is new in a list is shown as such for a moment, to who wants to see motion: see live-css.ts. */
function marked(node: Node): Node {
  if (node instanceof Element && node.matches('tbody > tr')) node.classList.add('new-row');
  return node;
}

const [main, line, way] = ['content', 'live', 'live-way'].map((id) => document.getElementById(id));
if (main && line && way) keepNew(main, line, way);
