// A question that a part of the page asks for itself: asked again when its key changes, and only
// then. The part is told when there is something new to show.

import { follow, type Load } from "./load.ts";

export class Asked<T> {
  load: Load<T> = { state: "idle" };
  #key: string | null = null;
  #stop = new AbortController();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Ask this when it is another question than the last one; a null key asks nothing. */
  want(key: string | null, ask: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.load = { state: "idle" };
    if (key === null) return;
    void follow(ask, this.#stop, (load) => {
      this.load = load;
      queueMicrotask(this.#changed); // it may be asked while the part is drawn
    });
  }

  /** The same question may be asked again. */
  forget(): void {
    this.#key = null;
    this.#changed();
  }
}
