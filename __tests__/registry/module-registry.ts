import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runCommand } from "../../tools/command";

/** The host that sources name; Terraform is told where it really is. */
const HOST = "registry.example.test";
const PACKAGE = "acme/groundwork/aws";

/**
 * A registry of modules on loopback: the two questions of its protocol, answered from the tags of a git repository.
 *
 * @see https://developer.hashicorp.com/terraform/internals/module-registry-protocol
 */
export class ModuleRegistry {
  /** The paths that were asked for, in their order. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly repository: string,
  ) {}

  static async start(repository: string): Promise<ModuleRegistry> {
    const server = createServer();
    const registry = new ModuleRegistry(server, repository);
    server.on("request", async ({ url = "" }, answer) => {
      registry.asked.push(url);
      const [status, headers, body] = await registry.answer(url);
      answer.writeHead(status, headers).end(body);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return registry;
  }

  /** How a configuration names the package, before `//modules/<module>`. */
  get source(): string {
    return `${HOST}/${PACKAGE}`;
  }

  /** What Terraform's CLI configuration must say. */
  get cliConfiguration(): string {
    const { port } = this.server.address() as AddressInfo;
    const services = `services = {\n    "modules.v1" = "http://127.0.0.1:${port}/v1/modules/"\n  }`;
    return `host "${HOST}" {\n  ${services}\n}\n`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(url: string): Promise<[status: number, headers?: Record<string, string>, body?: string]> {
    const path = `/v1/modules/${PACKAGE}/`;
    const question = url.startsWith(path) ? url.slice(path.length) : "";
    if (question === "versions") {
      const { stdout } = await runCommand("git", ["tag", "--list", "v*"], { cwd: this.repository });
      const versions = stdout
        .split("\n")
        .filter(Boolean)
        .map((tag) => ({ version: tag.slice(1) }));
      return [200, { "content-type": "application/json" }, JSON.stringify({ modules: [{ versions }] })];
    }
    const version = /^([\d.]+)\/download$/.exec(question)?.[1];
    if (version === undefined) return [404];
    return [204, { "x-terraform-get": `git::file://${this.repository}?ref=v${version}` }];
  }
}
