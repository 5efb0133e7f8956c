// What is known of something asked from the API: busy, slow, here or failed.

import { asApiError, wasAborted, type ApiError } from "../api/client.ts";

export type Load<T> =
  | { state: "idle" }
  | { state: "busy"; slow: boolean }
  | { state: "ready"; value: T }
  | { state: "failed"; error: ApiError };

const SLOW_MS = 4_000;

export function valueOf<T>(load: Load<T>): T | null {
  return load.state === "ready" ? load.value : null;
}

/** Run `ask` and report each change; an aborted question reports nothing more. */
export async function follow<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  stop: AbortController,
  report: (load: Load<T>) => void,
): Promise<void> {
  report({ state: "busy", slow: false });
  const slow = setTimeout(() => report({ state: "busy", slow: true }), SLOW_MS);
  stop.signal.addEventListener("abort", () => clearTimeout(slow));
  try {
    const value = await ask(stop.signal);
    clearTimeout(slow);
    if (!stop.signal.aborted) report({ state: "ready", value });
  } catch (cause) {
    clearTimeout(slow);
    if (!stop.signal.aborted && !wasAborted(cause)) report({ state: "failed", error: asApiError(cause) });
  }
}
