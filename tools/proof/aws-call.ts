import { formParameters, type Parameters } from "./form-parameters";
import { restOperation } from "./rest-operations";
import { s3Operation } from "./s3-operations";

/** A request as it came over HTTP. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query: `/acme-runs?versioning`. */
  readonly url: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A signed request, read: which operation of which service is called, with what. */
export interface AwsCall {
  /** As requests are signed for it, which for our services is IAM's prefix too: `elasticfilesystem`. */
  readonly service: string;
  readonly region: string;
  /** `CreateMountTarget`. */
  readonly operation: string;
  /** In the words of the API, lists as arrays; those in a path or a query too. S3: `Bucket`, `Key` and the query. */
  readonly parameters: Parameters;
  /** Names in small letters. */
  readonly headers: AwsRequest["headers"];
  readonly protocol: Protocol;
}

/** How a service writes requests and errors. @see https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = "query" | "ec2" | "json" | "rest-json" | "rest-xml";

/** `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, …`. */
const SCOPE = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

/**
 * Reads a signed request of any service that Groundwork's stacks call.
 *
 * @throws where it is not signed, or where its operation is not known
 */
export function readCall(request: AwsRequest): AwsCall {
  const { method, url, headers, body } = request;
  const [, region, service] = SCOPE.exec(String(headers.authorization ?? "")) ?? [];
  if (!region || !service) throw new Error(`${method} ${url} is not signed: no credential scope`);
  const { protocol, operation, parameters } = read(service, request);
  if (!operation) throw new Error(`${method} ${url} is no operation of ${service} that the proof knows`);
  const call = { service, region, operation, parameters, headers, protocol };
  if (service === "s3") return call;
  return { ...call, parameters: { ...parameters, ...json(protocol, body) } };
}

function read(service: string, request: AwsRequest): Pick<AwsCall, "protocol" | "parameters"> & { operation?: string } {
  const { method, url, headers, body } = request;
  const target = headers["x-amz-target"];
  if (service === "s3") return { protocol: "rest-xml", ...s3Operation(method, url, body.toString()) };
  if (target) return { protocol: "json", operation: String(target).split(".").at(-1), parameters: {} };
  if (String(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    const { Action, Version: _, ...parameters } = formParameters(body.toString());
    return { protocol: service === "ec2" ? "ec2" : "query", operation: Action as string, parameters };
  }
  return { protocol: "rest-json", ...restOperation(service, method, url) };
}

function json(protocol: Protocol, body: Buffer): Parameters {
  return protocol.endsWith("json") && body.length > 0 ? JSON.parse(body.toString()) : {};
}
