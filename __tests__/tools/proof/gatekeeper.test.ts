import type { AwsRequest } from "../../../tools/proof/aws-call";
import { type Denial, Gatekeeper } from "../../../tools/proof/gatekeeper";
import { fakeAccount } from "./fake-account";

const PRINCIPAL = "arn:aws:iam::111122223333:role/groundwork/acme/admin/acme-deployer-duet-plan";

function request(service: string, body: string): AwsRequest {
  const scope = `emulator/20261122/eu-west-2/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", url: "/", headers, body: Buffer.from(body) };
}

function allowing(action: string, resource = "*") {
  const Statement = [{ Effect: "Allow", Action: action, Resource: resource }];
  return { principal: PRINCIPAL, either: [{ policies: [{ Version: "2012-10-17" as const, Statement }] }] };
}

const DESCRIBE = request("ec2", "Action=DescribeVpcs&Version=2016-11-15");

/** What existed, and what the settings call it. */
const IDS = new Map([["vpc-0aaaaaaaaaaaaaaaa", "vpc-0e000000000000001"]]);

describe("the gatekeeper", () => {
  let denials: Denial[];
  let keeper: Gatekeeper;

  beforeEach(() => {
    denials = [];
    keeper = new Gatekeeper(fakeAccount(), IDS, (denial) => denials.push(denial));
    keeper.phase = "plan";
  });

  test("lets everything through where nothing is enforced, and notes it by phase", async () => {
    expect(await keeper.look(DESCRIBE)).toBeUndefined();
    keeper.phase = "apply";
    await keeper.look(request("ec2", "Action=DescribeSubnets&Version=2016-11-15"));
    const noted = [...keeper.asked].map(([phase, checks]) => [phase, checks.map(({ action }) => action)]);
    expect(noted).toEqual([
      ["plan", ["ec2:DescribeVpcs"]],
      ["apply", ["ec2:DescribeSubnets"]],
    ]);
  });

  test("lets through what the policies allow", async () => {
    keeper.enforced = allowing("ec2:DescribeVpcs");
    expect(await keeper.look(DESCRIBE)).toBeUndefined();
    expect(denials).toEqual([]);
  });

  test("answers with AWS's error what they do not, and says so at once", async () => {
    keeper.enforced = allowing("ec2:DescribeSubnets");
    expect(await keeper.look(DESCRIBE)).toMatchObject({
      status: 403,
      body: expect.stringContaining("<Code>UnauthorizedOperation</Code>"),
    });
    expect(denials).toMatchObject([
      { phase: "plan", message: expect.stringContaining("ec2:DescribeVpcs"), check: { action: "ec2:DescribeVpcs" } },
    ]);
  });

  test("holds a call to a boundary, too", async () => {
    const [allowed, limit] = [allowing("ec2:DescribeVpcs"), allowing("ec2:DescribeSubnets")];
    const boundary = limit.either[0]?.policies[0];
    keeper.enforced = { ...allowed, either: allowed.either.map((access) => ({ ...access, boundary })) };
    expect(await keeper.look(DESCRIBE)).toMatchObject({ status: 403 });
  });

  test("judges by the ids of the settings, which are those that policies are derived from", async () => {
    const resource = "arn:aws:ec2:eu-west-2:111122223333:vpc/vpc-0e000000000000001";
    keeper.enforced = allowing("ec2:DeleteVpc", resource);
    const deletion = (id: string) => keeper.look(request("ec2", `Action=DeleteVpc&Version=2016-11-15&VpcId=${id}`));
    expect(await deletion("vpc-0aaaaaaaaaaaaaaaa")).toBeUndefined();
    expect(await deletion("vpc-0bbbbbbbbbbbbbbbb")).toMatchObject({ status: 403 });
    expect(keeper.asked.get("plan")?.map((check) => check.resource)).toEqual([
      resource,
      "arn:aws:ec2:eu-west-2:111122223333:vpc/vpc-0123456789abcdef0",
    ]);
  });

  test("lets through what the role does not do and an administrator does", async () => {
    const administrator = allowing("ec2:DescribeVpcs");
    keeper.enforced = {
      principal: PRINCIPAL,
      either: [...allowing("ec2:DescribeSubnets").either, ...administrator.either],
    };
    expect(await keeper.look(DESCRIBE)).toBeUndefined();
  });

  test("denies a call of several questions where one of them is answered with no", async () => {
    const tagged =
      "Action=CreateVpc&Version=2016-11-15&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b";
    keeper.enforced = allowing("ec2:CreateVpc");
    expect(await keeper.look(request("ec2", tagged))).toMatchObject({ status: 403 });
    expect(denials[0]?.check).toMatchObject({ action: "ec2:CreateTags", context: { "ec2:CreateAction": "CreateVpc" } });
  });

  test("lets nothing through that it cannot map, enforced or not", async () => {
    const answer = await keeper.look(request("sts", "Action=AssumeRole&Version=2011-06-15"));
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining("the proof does not know") });
    expect(await keeper.look({ ...DESCRIBE, headers: {} })).toMatchObject({ status: 501 });
    expect(denials).toHaveLength(2);
  });
});
