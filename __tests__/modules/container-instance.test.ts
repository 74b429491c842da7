import { AwsEnvironment } from "../../modules/aws-environment";
import {
  clusterArns,
  describeInstances,
  joinCluster,
  pullImages,
  writeJobLogs,
} from "../../modules/container-instance";
import { policyJson, type Statement, type Statements, statementFindings } from "../../modules/policy-document";
import { verdict } from "../../tools/proof/judge";
import { synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const props = { aws, environmentNames: ["acme-duet-batch", "acme-duet-gpu"] };
const REPOSITORIES = [aws.arn("ecr", "repository/acme-duet/*")];
const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";

const judge = (statements: Statements, action: string, resource: string, context?: Record<string, string>) =>
  verdict({ policies: [policyJson(statements)] }, { action, resource: resource && aws.arn("ecs", resource), context });

describe("what container instances may do", () => {
  test.each<[string, Statements]>([
    ["joining the cluster", joinCluster(props)],
    ["writing logs", writeJobLogs(aws)],
    ["pulling images", pullImages(REPOSITORIES)],
    ["being described", describeInstances({ ...props, ownerTags: { "groundwork:name": "acme" } })],
  ])("is right in the catalog's eyes: %s", (_, statements) => {
    expect(statementFindings(statements)).toEqual([]);
  });

  test("has a source for every list of actions, and a reason for every wildcard", () => {
    const all = [...joinCluster(props), ...writeJobLogs(aws), ...pullImages(REPOSITORIES)];
    expect(all.filter(({ source }) => !source.startsWith("https://"))).toEqual([]);
    expect(all.filter(({ because }) => !because)).toEqual([]);
  });

  test.each([
    ["the linked role's cluster", `AWSBatch-acme-duet-batch-20261122010203-${UUID}`, "Allowed"],
    ["a service role's cluster", `acme-duet-gpu-20261122010203_Batch_${UUID}`, "Allowed"],
    [
      "the cluster of an environment whose name begins like ours",
      `AWSBatch-acme-duet-batch2-1-${UUID}`,
      "ImplicitlyDenied",
    ],
    ["the cluster of another system", `AWSBatch-acme-slim-batch-1-${UUID}`, "ImplicitlyDenied"],
    ["a cluster without Batch", "acme-duet-batch-cluster", "ImplicitlyDenied"],
  ])("in %s: joining %s is %s", async (_, cluster, answer) => {
    expect(await judge(joinCluster(props), "ecs:RegisterContainerInstance", `cluster/${cluster}`)).toBe(answer);
    const instance = `container-instance/${cluster}/0123456789abcdef`;
    expect(await judge(joinCluster(props), "ecs:Poll", instance)).toBe(answer);
  });

  test("names clusters, container instances and tasks of every environment", () => {
    const one = { aws, environmentNames: ["acme"] };
    expect(clusterArns(one)).toEqual([
      "arn:aws:ecs:eu-west-2:111122223333:cluster/AWSBatch-acme-*",
      "arn:aws:ecs:eu-west-2:111122223333:cluster/acme-*_Batch_*",
    ]);
    expect(clusterArns(one, "task")).toEqual([
      "arn:aws:ecs:eu-west-2:111122223333:task/AWSBatch-acme-*/*",
      "arn:aws:ecs:eu-west-2:111122223333:task/acme-*_Batch_*/*",
    ]);
    expect(clusterArns(props)).toHaveLength(4);
  });

  test("is held to the instances' tags where the action takes an instance", () => {
    const ownerTags = { "groundwork:name": "acme", "groundwork:system": "duet" };
    const statement = describeInstances({ ...props, ownerTags }).find(({ actions }) =>
      actions.includes("ec2:DescribeInstanceAttribute"),
    );
    expect(statement?.conditions).toEqual([
      { test: "StringEquals", key: "aws:ResourceTag/groundwork:name", values: ["acme"] },
      { test: "StringEquals", key: "aws:ResourceTag/groundwork:system", values: ["duet"] },
    ]);
  });

  test("writes to Batch's log group and no other, by the name of the region", () => {
    const chinese = AwsEnvironment.of({ account: "111122223333", region: "cn-north-1" });
    expect(writeJobLogs(chinese)[0]?.resources).toEqual([
      "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/batch/job:log-stream:*",
    ]);
  });

  test("can be said of an account and a region that only Terraform knows", () => {
    synth((stack) => {
      const unknown = AwsEnvironment.lookup(stack);
      const statements: Statement[] = [
        ...joinCluster({ aws: unknown, environmentNames: ["acme"] }),
        ...writeJobLogs(unknown),
        ...pullImages([unknown.arn("ecr", "repository/acme/*")]),
      ];
      expect(statementFindings(statements)).toEqual([]);
    });
  });
});
