// The rows of one layer, read page by page in the order of the server: that of a column, else by code.

import { firstPage, linkPath, readPage, type When } from "../api/read.ts";
import type { Feature } from "../api/types.ts";
import type { Order } from "../model/sort.ts";

const PAGE = 100;
const BULK = 1000;

export class Rows {
  items: Feature[] = [];
  complete = false;
  readonly #laag: string;
  readonly #when: When;
  readonly #sortby: string | null;
  readonly #stop = new AbortController();
  #next: string | null;
  #busy: Promise<void> = Promise.resolve();

  constructor(laag: string, when: When, order: Order | null = null) {
    this.#laag = laag;
    this.#when = when;
    this.#sortby = order && (order.descending ? "-" : "") + order.kolom;
    this.#next = firstPage(laag, when, PAGE, this.#sortby);
  }

  /** Read until at least `count` rows are here or none are left; calls queue up. */
  ensure(count: number): Promise<void> {
    return this.#queue(async () => {
      while (this.#next && this.items.length < count) {
        const page = await this.#read(this.#next);
        this.items = this.items.concat(page.items);
        this.#next = page.next;
        this.complete = page.next === null;
      }
    });
  }

  /** Read every row, in large pages: needed before sorting. What is here stays until all is. */
  all(): Promise<void> {
    return this.#queue(async () => {
      if (this.complete) return;
      let rows: Feature[] = [];
      let next: string | null = firstPage(this.#laag, this.#when, BULK, this.#sortby);
      while (next) {
        const page: { items: Feature[]; next: string | null } = await this.#read(next);
        rows = rows.concat(page.items);
        next = page.next;
      }
      this.items = rows;
      this.#next = null;
      this.complete = true;
    });
  }

  abort(): void {
    this.#stop.abort();
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const run = this.#busy.catch(() => undefined).then(work);
    this.#busy = run;
    return run;
  }

  async #read(url: string): Promise<{ items: Feature[]; next: string | null }> {
    const page = await readPage(url, this.#stop.signal);
    const next = linkPath(page.links, (link) => link.rel === "next");
    // A link to the page just read, or one after an empty page, would never end.
    const ends = next === url || page.features.length === 0;
    return { items: page.features, next: ends ? null : next };
  }
}
