import { call } from "./client";
import { eventOf, type LiveEvent, narrow, type Topic } from "./live-events";
import { type LinkEnd, runLink } from "./live-link";
import { needsRenewal, onSession, renew, session } from "./session";

/**
 * The live updates of this page: one connection for all subscribers, kept up while the page is seen and
 * somebody is signed in. Without it subscribers are told to read anew every few seconds, and the state says
 * so; when nothing answers at all it says since when what is shown is old.
 */

export type LiveMode =
  /** Changes come by themselves. */
  | "live"
  /** The stream is away, the API answers: read anew every few seconds. */
  | "polling"
  /** Nothing answers; what is shown is as old as `since`. */
  | "stale";

export interface LiveState {
  mode: LiveMode;
  /** Since when the mode holds; for "stale", when there was last an answer (milliseconds since 1970). */
  since: number;
}

/** Gets what came since the last call, at most every PAINT_MS. */
export type LiveHandler = (events: LiveEvent[]) => void;

export const PAINT_MS = 250;
export const POLL_MS = 5_000;
/** A connection that comes back within this time was never gone, as far as people can see. */
export const GRACE_MS = 3_000;
const HIDDEN_MS = 10_000;
const BACKOFF_MOST_MS = 30_000;
const QUEUE_MOST = 5_000;

interface Subscription {
  topics: ReadonlySet<Topic>;
  handler: LiveHandler;
}

export class Live {
  private readonly subscriptions = new Set<Subscription>();
  private readonly watchers = new Set<() => void>();
  /** What the server would not give: asked for again only by a new subscription. */
  private readonly refused = new Set<Topic>();
  private current: LiveState = { mode: "polling", since: Date.now() };
  private lastId: string | null = null;
  private answeredAt = Date.now();
  private link: AbortController | null = null;
  private linked: readonly Topic[] = [];
  private open = false;
  private failures = 0;
  private queue: LiveEvent[] = [];
  private paintedAt = 0;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  subscribe(topics: readonly Topic[], handler: LiveHandler): () => void {
    const subscription = { topics: new Set(topics), handler };
    for (const topic of topics) this.refused.delete(topic);
    this.subscriptions.add(subscription);
    this.settle();
    return () => {
      this.subscriptions.delete(subscription);
      this.settle();
    };
  }

  state(): LiveState {
    return this.current;
  }

  onState(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** The page is seen or not; while it is not, the connection ends after a while. */
  seen(visible: boolean): void {
    if (visible) {
      this.cancel("hide");
      this.cancel("retry");
      this.failures = 0;
      this.settle();
    } else {
      this.after("hide", HIDDEN_MS, () => this.pause());
    }
  }

  /** Somebody signed in, out, or has a new token. */
  sessionChanged(): void {
    if (!session()) {
      this.lastId = null;
      this.refused.clear();
      this.pause();
    } else if (!this.link) {
      this.settle();
    }
  }

  private wanted(): Topic[] {
    const all = new Set<Topic>();
    for (const each of this.subscriptions) for (const topic of each.topics) all.add(topic);
    return [...all].filter((topic) => !this.refused.has(topic)).sort();
  }

  /** Soon, so that a page's many subscriptions make one connection. */
  private settle(): void {
    if (!this.timers.has("retry")) this.after("connect", 50, () => this.connect());
  }

  private connect(): void {
    const topics = this.wanted();
    const covered = this.link && topics.every((topic) => this.linked.includes(topic));
    if (covered && topics.length > 0) return;
    this.link?.abort();
    this.link = null;
    this.open = false;
    if (topics.length === 0 || !session()) {
      this.pause();
      return;
    }
    const link = new AbortController();
    this.link = link;
    this.linked = topics;
    this.pollSoon();
    void this.run(topics, link);
  }

  private async run(topics: readonly Topic[], link: AbortController): Promise<void> {
    if (needsRenewal()) await renew(session()?.token ?? null).catch(() => null);
    const token = session()?.token;
    if (link.signal.aborted || !token) return;
    const end = await runLink({
      topics,
      token,
      lastId: this.lastId,
      signal: link.signal,
      opened: () => this.opened(),
      event: (event) => {
        if (event.id) this.lastId = event.id;
        this.answeredAt = Date.now();
        const known = eventOf(event.name, event.data);
        if (known) this.add(known);
      },
    });
    if (this.link !== link) return;
    this.link = null;
    this.ended(end, token);
  }

  private opened(): void {
    this.open = true;
    this.failures = 0;
    this.answeredAt = Date.now();
    this.cancel("poll");
    this.become("live");
  }

  private ended(end: LinkEnd, token: string): void {
    if (end.why === "closed") return;
    this.open = false;
    this.pollSoon();
    const unknown =
      end.why === "refused" ? end.problem.status === 401 : end.why === "bye" && end.reason === "revoked";
    const partly = end.why === "refused" && this.drop(end.problem);
    if (unknown) this.renewal(token);
    else if (partly || (end.why === "bye" && end.reason === "expired")) this.settle();
    else this.retry(end.why === "refused" ? (end.problem.retryAfter ?? 0) * 1_000 : 0);
  }

  /** Later each time, with chance in it, so that many pages do not come back at one moment. */
  private retry(leastMs: number): void {
    const most = Math.min(BACKOFF_MOST_MS, 1_000 * 2 ** this.failures++);
    this.after("retry", Math.max(leastMs, most * (0.25 + 0.75 * Math.random())), () => this.connect());
  }

  /** Whether one topic was what the server would not give; then the others go on without it. */
  private drop({ status, errors }: { status: number; errors: { field: string; code: string }[] }): boolean {
    if (status !== 403 && status !== 404) return false;
    const topics = this.linked.filter((topic) => errors.some((each) => each.field === `topics/${topic}`));
    for (const topic of topics) this.refused.add(topic);
    return topics.length > 0;
  }

  /** The token no longer holds. Without a new one whoever calls the API next is asked to sign in. */
  private renewal(token: string): void {
    renew(token).then(
      (fresh) => {
        if (fresh) this.settle();
      },
      () => this.after("retry", POLL_MS, () => this.connect()),
    );
  }

  private pause(): void {
    for (const name of [...this.timers.keys()]) this.cancel(name);
    this.link?.abort();
    this.link = null;
    this.open = false;
  }

  private pollSoon(): void {
    if (!this.timers.has("poll")) this.after("poll", GRACE_MS, () => this.poll());
  }

  private poll(): void {
    this.after("poll", POLL_MS, () => this.poll());
    call("GET", "/ready", { auth: false }).then(
      () => {
        if (this.open) return;
        this.answeredAt = Date.now();
        this.become("polling");
        this.add({ kind: "resync", data: { reason: "polling" } });
      },
      () => {
        if (!this.open) this.become("stale");
      },
    );
  }

  private become(mode: LiveMode): void {
    if (mode === this.current.mode) return;
    this.current = { mode, since: mode === "stale" ? this.answeredAt : Date.now() };
    for (const watcher of this.watchers) watcher();
  }

  private add(event: LiveEvent): void {
    this.queue.push(event);
    if (this.queue.length > QUEUE_MOST) this.queue = [{ kind: "resync", data: { reason: "slow" } }];
    if (!this.timers.has("paint"))
      this.after("paint", Math.max(0, this.paintedAt + PAINT_MS - Date.now()), () => this.paint());
  }

  private paint(): void {
    const events = this.queue;
    this.queue = [];
    this.paintedAt = Date.now();
    for (const { topics, handler } of [...this.subscriptions]) {
      const parts = events.flatMap((event) => narrow(event, topics) ?? []);
      if (parts.length > 0) handler(parts);
    }
  }

  private after(name: string, ms: number, work: () => void): void {
    this.cancel(name);
    const run = () => {
      this.timers.delete(name);
      work();
    };
    this.timers.set(name, setTimeout(run, ms));
  }

  private cancel(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }
}

export const live = new Live();
onSession(() => live.sessionChanged());
if (typeof document !== "undefined")
  document.addEventListener("visibilitychange", () => live.seen(document.visibilityState === "visible"));
