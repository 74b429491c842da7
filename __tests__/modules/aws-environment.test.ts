import { TerraformOutput } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { addresses, synth } from "../synth";

const account = "111122223333";
const LONDON = AwsEnvironment.of({ account, region: "eu-west-2" });
const BEIJING = AwsEnvironment.of({ account, region: "cn-north-1" });
const GOVCLOUD = AwsEnvironment.of({ account, region: "us-gov-west-1" });

describe("an AWS environment that the settings name", () => {
  test.each([
    ["eu-west-2", "aws"],
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["cn-northwest-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-gov-east-1", "aws-us-gov"],
  ])("has %s in partition %s", (region, partition) => {
    expect(AwsEnvironment.of({ account, region })).toMatchObject({ partition, account, region });
  });

  test.each([
    ["aws", "eu-west-2", LONDON],
    ["aws-cn", "cn-north-1", BEIJING],
    ["aws-us-gov", "us-gov-west-1", GOVCLOUD],
  ])("builds ARNs of %s from names", (partition, region, aws) => {
    expect(aws.arn("batch", "job-queue/main")).toBe(`arn:${partition}:batch:${region}:${account}:job-queue/main`);
    expect(aws.iamArn("role/groundwork/acme/duet/machine")).toBe(
      `arn:${partition}:iam::${account}:role/groundwork/acme/duet/machine`,
    );
    expect(aws.bucketArn("acme-duet")).toBe(`arn:${partition}:s3:::acme-duet`);
    expect(aws.awsManagedPolicy("service-role/AWSBatchServiceRole")).toBe(
      `arn:${partition}:iam::aws:policy/service-role/AWSBatchServiceRole`,
    );
  });

  test.each([
    ["eu-west-2", "ec2", "ec2.amazonaws.com"],
    ["us-gov-west-1", "ec2", "ec2.amazonaws.com"],
    ["cn-north-1", "ec2", "ec2.amazonaws.com.cn"],
    ["eu-west-2", "batch", "batch.amazonaws.com"],
    ["cn-north-1", "batch", "batch.amazonaws.com"],
    ["cn-north-1", "ecs-tasks", "ecs-tasks.amazonaws.com"],
    ["cn-north-1", "spotfleet", "spotfleet.amazonaws.com"],
  ])("of %s lets %s assume roles as %s", (region, service, principal) => {
    expect(AwsEnvironment.of({ account, region }).servicePrincipal(service)).toBe(principal);
  });

  test("has the host of a service with the partition's suffix, in its own region and in another one", () => {
    expect(LONDON.serviceEndpoint("s3")).toBe("s3.eu-west-2.amazonaws.com");
    expect(GOVCLOUD.serviceEndpoint("s3")).toBe("s3.us-gov-west-1.amazonaws.com");
    expect(BEIJING.serviceEndpoint("s3")).toBe("s3.cn-north-1.amazonaws.com.cn");
    expect(BEIJING.serviceEndpoint("s3", "cn-northwest-1")).toBe("s3.cn-northwest-1.amazonaws.com.cn");
  });

  test("leaves no trace in a stack", () => {
    const stack = synth((scope) => {
      new TerraformOutput(scope, "arn", { value: LONDON.arn("batch", "job-queue/main") });
    });
    expect(stack.data).toEqual({});
    expect(addresses(stack)).toEqual([]);
  });
});

describe("an AWS environment that is looked up", () => {
  const { data, output } = synth((scope) => {
    const aws = AwsEnvironment.lookup(scope);
    const values = {
      arn: aws.arn("batch", "job-queue/main"),
      ec2: aws.servicePrincipal("ec2"),
      batch: aws.servicePrincipal("batch"),
      s3: aws.serviceEndpoint("s3"),
    };
    for (const [id, value] of Object.entries(values))
      new TerraformOutput(scope, `output-${id}`, { value }).overrideLogicalId(id);
  });
  const inChina = (yes: string, no: string) =>
    `\${(data.aws_partition.this.partition == "aws-cn") ? "${yes}" : "${no}"}`;

  test("asks Terraform who calls, and where", () => {
    expect(Object.keys(data).sort()).toEqual(["aws_caller_identity", "aws_partition", "aws_region"]);
    expect(output.arn?.value).toBe(
      "arn:${data.aws_partition.this.partition}:batch:${data.aws_region.this.name}:${data.aws_caller_identity.current.account_id}:job-queue/main",
    );
  });

  test("asks for no more than is used", () => {
    const { data } = synth((scope) => {
      const aws = AwsEnvironment.lookup(scope);
      const arns = ["a", "b"].map((name) => aws.bucketArn(name));
      new TerraformOutput(scope, "output", { value: arns });
    });
    expect(Object.keys(data)).toEqual(["aws_partition"]);
  });

  test("leaves to Terraform what differs in China", () => {
    expect(output.ec2?.value).toBe(inChina("ec2.amazonaws.com.cn", "ec2.amazonaws.com"));
    expect(output.s3?.value).toBe(`s3.\${data.aws_region.this.name}.${inChina("amazonaws.com.cn", "amazonaws.com")}`);
    expect(output.batch?.value).toBe("batch.amazonaws.com");
  });
});
