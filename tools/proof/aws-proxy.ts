import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsRequest } from "./aws-call";

/** An answer in the place of the emulator's. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Looks at a request before it is passed on: an answer is given in the emulator's place. */
export type Gate = (request: AwsRequest) => Promise<Answer | undefined>;

/** A server on loopback between Terraform and the emulator. */
export class AwsProxy {
  private constructor(
    private readonly server: Server,
    /** Such as `http://127.0.0.1:40123`. */
    readonly endpoint: string,
  ) {}

  /** @param target the emulator's endpoint */
  static async start(target: string, gate: Gate): Promise<AwsProxy> {
    const agent = new Agent({ keepAlive: false });
    const server = createServer((incoming, outgoing) => {
      handle(target, gate, agent, incoming, outgoing).catch((error: Error) => {
        // a connection that breaks off is what a caller of AWS meets, too
        outgoing.destroy(error);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new AwsProxy(server, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

async function handle(
  target: string,
  gate: Gate,
  agent: Agent,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method = "GET", url = "/", headers } = incoming;
  const answer = await gate({ method, url, headers, body });
  if (answer) {
    outgoing.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
    outgoing.end(method === "HEAD" ? undefined : answer.body);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    // the host stays the proxy's: the emulator builds the addresses of queues from it
    const passed = request(target + url, { method, headers, agent }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing).on("finish", resolve).on("error", reject);
    });
    passed.on("error", reject);
    passed.end(body);
  });
}
