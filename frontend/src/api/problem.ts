import { t } from "../i18n";
import { sentence } from "../i18n/format";

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

interface ProblemBody {
  status?: number;
  code?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
  request_id?: string;
}

/** An answer of the API that is not a success, or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
  readonly errors: FieldError[];
  readonly requestId: string | null;
  readonly retryAfter: number | null;

  constructor(status: number, body: ProblemBody, requestId: string | null, retryAfter: number | null) {
    super(body.title || t("error.unexpected"));
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "unexpected";
    this.detail = body.detail ?? null;
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.requestId = body.request_id ?? requestId;
    this.retryAfter = retryAfter;
  }

  static network(timedOut: boolean): Problem {
    const title = timedOut ? t("error.timeout") : t("error.network");
    return new Problem(0, { code: "network", title, detail: t("error.networkDetail") }, null, null);
  }

  /** Errors by field; the pointer "/params/url" of a body becomes "params.url". */
  byField(): Map<string, string> {
    const found = new Map<string, string>();
    for (const error of this.errors) {
      const field = error.field.replace(/^\//, "").replaceAll("/", ".");
      if (!found.has(field)) found.set(field, sentence(error.message));
    }
    return found;
  }
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  try {
    const body: unknown = await response.json();
    return body !== null && typeof body === "object" ? body : {};
  } catch {
    return {};
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = await bodyOf(response);
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  if (!body.title) body.title = `${response.status} ${response.statusText}`.trim();
  return new Problem(
    response.status,
    body,
    response.headers.get("X-Request-Id"),
    Number.isFinite(seconds) ? seconds : null,
  );
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem(0, { code: "client", title: t("error.unexpected"), detail }, null, null);
}
