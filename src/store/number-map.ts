/** What the numbers of a batch are in the database: numbers begin at 0 with each generation. */
export class NumberMap {
  #ids = new Float64Array(65_536);

  /** Numbers from `from` on; 0 begins a new generation. */
  set(from: number, ids: ArrayLike<number>): void {
    if (from + ids.length > this.#ids.length) {
      const larger = new Float64Array((from + ids.length) * 2);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids.set(ids, from);
  }

  get(number: number): number {
    return this.#ids[number] ?? 0;
  }
}
