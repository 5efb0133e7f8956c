// One place where the network is touched: time limits, and every failure turned into a kind
// that a page can put into a plain sentence.

export type FailureKind = "gone" | "missing" | "busy" | "down" | "slow" | "broken";

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
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: "application/geo+json, application/json" },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(limit.aborted ? "slow" : "down");
  }
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
