import { type AwsRequest, readCall } from "../../../tools/proof/aws-call";

/** A request as the provider signs it. */
function signed(service: string, request: Partial<Omit<AwsRequest, "body">> & { readonly body?: string }): AwsRequest {
  const { method = "POST", url = "/", headers = {}, body = "" } = request;
  const scope = `emulator/20261122/eu-west-2/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return { method, url, headers: { authorization, ...headers }, body: Buffer.from(body) };
}

const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const QUEUE = "arn:aws:batch:eu-west-2:111122223333:job-queue/acme";

describe("a call", () => {
  test("has service and region of the credential scope", () => {
    const call = readCall(signed("elasticfilesystem", { method: "GET", url: "/2015-02-01/file-systems" }));
    expect(call).toMatchObject({ service: "elasticfilesystem", region: "eu-west-2", operation: "DescribeFileSystems" });
  });

  test.each<[string, string, Partial<Omit<AwsRequest, "body">> & { readonly body?: string }, object]>([
    [
      "of form parameters",
      "iam",
      {
        headers: FORM,
        body: "Action=CreateRole&Version=2010-05-08&RoleName=acme&Tags.member.1.Key=a&Tags.member.1.Value=b",
      },
      {
        protocol: "query",
        operation: "CreateRole",
        parameters: { RoleName: "acme", Tags: [{ Key: "a", Value: "b" }] },
      },
    ],
    [
      "of EC2's form parameters",
      "ec2",
      { headers: FORM, body: "Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-2&InstanceId.2=i-1" },
      { protocol: "ec2", operation: "TerminateInstances", parameters: { InstanceId: ["i-2", "i-1"] } },
    ],
    [
      "whose operation is in a header",
      "ssm",
      { headers: { "x-amz-target": "AmazonSSM.GetParameter" }, body: '{"Name":"/acme"}' },
      { protocol: "json", operation: "GetParameter", parameters: { Name: "/acme" } },
    ],
    [
      "whose operation is a path",
      "batch",
      { url: "/v1/updatejobqueue", body: '{"jobQueue":"acme","priority":7}' },
      { protocol: "rest-json", operation: "UpdateJobQueue", parameters: { jobQueue: "acme", priority: 7 } },
    ],
    [
      "whose path has an ARN in it",
      "batch",
      { method: "DELETE", url: `/v1/tags/${encodeURIComponent(QUEUE)}?tagKeys=a&tagKeys=b` },
      { operation: "UntagResource", parameters: { resourceArn: QUEUE, tagKeys: ["a", "b"] } },
    ],
    [
      "to S3",
      "s3",
      { method: "PUT", url: "/acme-runs?policy", body: '{"Version":"2012-10-17"}' },
      { protocol: "rest-xml", operation: "PutBucketPolicy", parameters: { Bucket: "acme-runs" } },
    ],
  ])("%s is read", (_, service, request, expected) => {
    expect(readCall(signed(service, request))).toMatchObject(expected);
  });

  test("that is not signed is refused", () => {
    const request = { method: "GET", url: "/", headers: {}, body: Buffer.from("") };
    expect(() => readCall(request)).toThrow("GET / is not signed: no credential scope");
  });

  test.each([
    ["batch", "POST", "/v1/submitjob"],
    ["s3", "PUT", "/acme-runs?inventory&id=1"],
    ["s3", "PUT", "/acme-runs/key?partNumber=1&uploadId=x"],
    ["lambda", "GET", "/2015-03-31/functions"],
  ])("of %s that nobody has looked up is refused: %s %s", (service, method, url) => {
    expect(() => readCall(signed(service, { method, url }))).toThrow(
      `${method} ${url} is no operation of ${service} that the proof knows`,
    );
  });
});
