// One place where the network is touched: time limits, and every failure turned into a kind
// that a page can put into a plain sentence.

export type FailureKind = "gone" | "missing" | "refused" | "login" | "busy" | "down" | "slow" | "broken";

/** A failed request: what happened, and the API's own sentence when it gave one. */
export class ApiError extends Error {
  readonly kind: FailureKind;
  readonly detail: string | null;

  constructor(kind: FailureKind, detail: string | null = null) {
    super(detail ?? kind);
    this.name = "ApiError";
    this.kind = kind;
    this.detail = detail;
  }
}

const LIMIT_MS = 30_000;

const BY_STATUS: Record<number, FailureKind> = {
  400: "broken",
  401: "login",
  403: "login",
  404: "missing",
  410: "gone",
  429: "busy",
  503: "busy",
};

async function detailOf(response: Response): Promise<string | null> {
  if (!(response.headers.get("content-type") ?? "").includes("json")) return null;
  try {
    const body: unknown = await response.json();
    const detail = (body as { detail?: unknown } | null)?.detail;
    return typeof detail === "string" ? detail : null;
  } catch {
    return null; // a broken error body says nothing that the status did not say
  }
}

/** Fetch JSON from our own origin; throws ApiError, or AbortError when `signal` stopped it. */
export function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return ask(url, {}, signal);
}

/** Ask something that needs a body. What the API refuses it explains: its sentence is for the reader. */
export async function postJson<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  try {
    return await ask(url, {
      method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" },
    }, signal);
  } catch (cause) {
    if (cause instanceof ApiError && cause.kind === "broken" && cause.detail) throw new ApiError("refused", cause.detail);
    throw cause;
  }
}

async function ask<T>(url: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      headers: { accept: "application/geo+json, application/json", ...init.headers },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(limit.aborted ? "slow" : "down");
  }
  // A sign-in page in place of data: the login has expired while the map was open.
  if (response.redirected && (response.headers.get("content-type") ?? "").includes("html")) throw new ApiError("login");
  if (!response.ok) {
    throw new ApiError(BY_STATUS[response.status] ?? "down", await detailOf(response));
  }
  try {
    return (await response.json()) as T;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("broken");
  }
}

export function asApiError(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError("broken");
}

export function wasAborted(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "AbortError";
}
