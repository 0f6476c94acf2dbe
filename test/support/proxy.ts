import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { withoutTls } from "./greeting.ts";
import { QueryScanner } from "./query-scanner.ts";
import { withUrl } from "./mysql.ts";

/** What happens to a query that arrives: it is passed on, its connection is cut, or everything freezes. */
export type QueryFate = "forward" | "cut" | "freeze";

export interface ProxyStats {
  /** Connections taken since the start. */
  readonly accepted: number;
  readonly open: number;
  /** Queries and executions of prepared statements. */
  readonly queries: number;
  readonly bytesFromServer: number;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly closed: AbortController;
}

type Gate = (chunk: Buffer) => Buffer | Promise<Buffer>;

/**
 * Starts a TCP proxy on 127.0.0.1 in front of the server of `targetUrl`, without faults at first. It hides that
 * the server has TLS, through which it could not count queries.
 */
export async function startProxy(targetUrl: string): Promise<FaultProxy> {
  const proxy = new FaultProxy(targetUrl);
  await proxy.allow();
  return proxy;
}

/** A network that fails on demand. */
export class FaultProxy implements AsyncDisposable {
  /**
   * Asked for each query before it is passed on (`count` from 1, over all connections). May wait: that is a
   * slow server.
   */
  onQuery: (sql: string, count: number) => QueryFate | Promise<QueryFate> = () => "forward";

  private readonly target: { readonly host: string; readonly port: number };
  private readonly targetUrl: string;
  private readonly pairs = new Set<Pair>();
  private listener: Server | undefined;
  private listenPort = 0;
  private thawed: { promise: Promise<void>; resolve: () => void } = {
    promise: Promise.resolve(),
    resolve: () => {},
  };
  private bytesLeft = Infinity;
  private accepted = 0;
  private queries = 0;
  private bytesFromServer = 0;

  constructor(targetUrl: string) {
    const { hostname, port } = new URL(targetUrl);
    this.targetUrl = targetUrl;
    this.target = { host: hostname, port: Number(port === "" ? 3306 : port) };
  }

  get port(): number {
    return this.listenPort;
  }

  get stats(): ProxyStats {
    const { accepted, queries, bytesFromServer } = this;
    return { accepted, open: this.pairs.size, queries, bytesFromServer };
  }

  /** A URL of the server, led through the proxy; by default the one that the proxy was started with. */
  url(of: string = this.targetUrl): string {
    return withUrl(of, { host: "127.0.0.1", port: this.listenPort });
  }

  /** Resets all connections now; new ones are taken. */
  cut(): void {
    for (const pair of this.pairs) this.reset(pair);
  }

  /** Lets `bytes` more bytes of the server through, over all connections, then cuts once. */
  cutAfterBytes(bytes: number): void {
    this.bytesLeft = bytes;
  }

  /** Cuts once, when `count` more queries would have been passed on: 1 is the next one. */
  cutAtQuery(count: number): void {
    let left = count;
    const previous = this.onQuery;
    this.onQuery = (sql, number) => {
      left -= 1;
      if (left > 0) {
        return previous(sql, number);
      }
      this.onQuery = previous;
      return "cut";
    };
  }

  /** Passes nothing on, in neither direction, and closes nothing; new connections are taken and left unanswered. */
  freeze(): void {
    this.thawed.resolve();
    this.thawed = Promise.withResolvers<void>();
  }

  /** The end of `freeze`: what was held back is passed on. */
  thaw(): void {
    this.thawed.resolve();
  }

  /** New connections are refused; open ones stay. */
  async refuse(): Promise<void> {
    const { listener } = this;
    this.listener = undefined;
    if (listener !== undefined) {
      // The close callback waits for open connections; the port is free at once.
      listener.close();
      await new Promise(setImmediate);
    }
  }

  /** The end of `refuse`, on the same port. */
  async allow(): Promise<void> {
    if (this.listener !== undefined) {
      return;
    }
    const listener = createServer((client) => this.accept(client));
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(this.listenPort, "127.0.0.1", resolve);
    });
    this.listener = listener;
    this.listenPort = (listener.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.refuse();
    this.cut();
    this.thaw();
  }

  private accept(client: Socket): void {
    this.accepted += 1;
    const pair: Pair = { client, upstream: createConnection(this.target), closed: new AbortController() };
    this.pairs.add(pair);
    for (const socket of [client, pair.upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => this.close(pair));
      socket.on("close", () => this.close(pair));
    }
    void this.pump(pair, client, pair.upstream, this.queryGate(pair));
    let greet = withoutTls;
    void this.pump(pair, pair.upstream, client, (chunk) => {
      const answer = this.answerGate(pair, greet(chunk));
      greet = (later) => later;
      return answer;
    });
  }

  private reset(pair: Pair): void {
    pair.client.resetAndDestroy();
    this.close(pair);
  }

  private close(pair: Pair): void {
    pair.closed.abort();
    pair.client.destroy();
    pair.upstream.destroy();
    this.pairs.delete(pair);
  }

  /** Passes on what the gate lets through, as fast as the other side takes it. */
  private async pump(pair: Pair, from: Socket, to: Socket, gate: Gate): Promise<void> {
    const { signal } = pair.closed;
    try {
      for await (const chunk of from) {
        const passed = await gate(chunk as Buffer);
        await this.thawed.promise;
        if (!signal.aborted && !to.write(passed)) {
          await once(to, "drain", { signal });
        }
      }
      await this.thawed.promise;
    } catch {
      // A reset of either side: seen by the other one as a closed connection.
    }
    to.end(() => this.close(pair));
  }

  private queryGate(pair: Pair): Gate {
    const scanner = new QueryScanner();
    return async (chunk) => {
      for (const sql of scanner.push(chunk)) {
        this.queries += 1;
        const fate = await this.onQuery(sql, this.queries);
        if (fate === "cut") {
          this.reset(pair);
        } else if (fate === "freeze") {
          this.freeze();
        }
      }
      return chunk;
    };
  }

  private answerGate(pair: Pair, chunk: Buffer): Buffer {
    const passed = chunk.subarray(0, this.bytesLeft);
    this.bytesLeft -= passed.length;
    this.bytesFromServer += passed.length;
    if (this.bytesLeft === 0) {
      this.bytesLeft = Infinity;
      // A reset would discard what the client has not read yet: its connection ends after the last byte.
      this.pairs.delete(pair);
      pair.client.end(passed, () => this.close(pair));
      this.cut();
      return Buffer.alloc(0);
    }
    return passed;
  }
}
