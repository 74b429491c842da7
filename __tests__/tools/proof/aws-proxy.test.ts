import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsProxy, type Gate } from "../../../tools/proof/aws-proxy";

let target: Server;
let proxy: AwsProxy | undefined;

beforeEach(async () => {
  target = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(207, { "x-amz-request-id": "1" });
      response.end(`${request.method} ${request.url} ${request.headers.host} ${Buffer.concat(chunks)}`);
    });
  });
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await proxy?.stop();
  await new Promise((resolve) => target.close(resolve));
});

async function start(gate: Gate): Promise<AwsProxy> {
  proxy = await AwsProxy.start(`http://127.0.0.1:${(target.address() as AddressInfo).port}`, gate);
  return proxy;
}

test("the proxy passes on a call as it came, and its answer", async () => {
  const { endpoint } = await start(async () => undefined);
  const answer = await fetch(`${endpoint}/acme?policy`, { method: "PUT", body: "{}" });
  expect([answer.status, answer.headers.get("x-amz-request-id")]).toEqual([207, "1"]);
  // the host is its own, so that addresses that are built from it lead back to it
  expect(await answer.text()).toBe(`PUT /acme?policy ${new URL(endpoint).host} {}`);
});

test("the proxy answers in the place of AWS where its gate says so", async () => {
  const { endpoint } = await start(async ({ url, body }) =>
    url === "/no" ? { status: 403, headers: { "content-type": "text/xml" }, body: `denied ${body}` } : undefined,
  );
  const answer = await fetch(`${endpoint}/no`, { method: "POST", body: "this" });
  expect([answer.status, await answer.text()]).toEqual([403, "denied this"]);
  expect((await fetch(`${endpoint}/yes`)).status).toBe(207);
});

test("the proxy answers HEAD without a body", async () => {
  const { endpoint } = await start(async () => ({ status: 403, headers: {}, body: "denied" }));
  const answer = await fetch(`${endpoint}/acme`, { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([403, ""]);
});

test("the proxy breaks a call off where nobody answers, and goes on with the next", async () => {
  const { endpoint } = await start(async ({ url }) => {
    if (url === "/broken") throw new Error("no answer");
    return undefined;
  });
  await expect(fetch(`${endpoint}/broken`)).rejects.toThrow();
  expect((await fetch(`${endpoint}/next`)).status).toBe(207);
});
