import type { Topic } from "./live-events";
import { Problem, problemOf } from "./problem";
import { API_BASE } from "./session";
import { EventReader, type StreamEvent } from "./sse";

/** How one connection to the stream came to its end. */
export type LinkEnd =
  | { why: "bye"; reason: string }
  | { why: "refused"; problem: Problem }
  | { why: "lost" }
  | { why: "closed" };

export interface LinkOptions {
  topics: readonly Topic[];
  token: string;
  lastId: string | null;
  signal: AbortSignal;
  opened: () => void;
  event: (event: StreamEvent) => void;
}

/** The server says something every 15 s; after so long a silence the connection is dead. */
export const SILENCE_MS = 40_000;

/** Calls back after a silence; `heard` puts it off. */
class Silence {
  private timer: ReturnType<typeof setTimeout> | undefined;
  constructor(private readonly ended: () => void) {}
  heard(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ended, SILENCE_MS);
  }
  stop(): void {
    clearTimeout(this.timer);
  }
}

async function read(response: Response, silence: Silence, event: LinkOptions["event"]): Promise<LinkEnd> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const events = new EventReader();
  if (!reader) return { why: "lost" };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { why: "lost" };
    silence.heard();
    for (const each of events.push(decoder.decode(value, { stream: true }))) {
      if (each.name === "bye") {
        void reader.cancel();
        return { why: "bye", reason: (JSON.parse(each.data) as { reason: string }).reason };
      }
      event(each);
    }
  }
}

/** One connection from its opening to its end; never throws. */
export async function runLink(options: LinkOptions): Promise<LinkEnd> {
  const dead = new AbortController();
  const silence = new Silence(() => dead.abort());
  const headers = new Headers({ Accept: "text/event-stream", Authorization: `Bearer ${options.token}` });
  if (options.lastId) headers.set("Last-Event-ID", options.lastId);
  silence.heard();
  try {
    const response = await fetch(`${API_BASE}/events?topics=${options.topics.join(",")}`, {
      headers,
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.any([options.signal, dead.signal]),
    });
    if (!response.ok) return { why: "refused", problem: await problemOf(response) };
    options.opened();
    return await read(response, silence, options.event);
  } catch (error) {
    if (options.signal.aborted) return { why: "closed" };
    return error instanceof Problem ? { why: "refused", problem: error } : { why: "lost" };
  } finally {
    silence.stop();
  }
}
