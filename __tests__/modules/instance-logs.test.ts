import { AwsEnvironment } from "../../modules/aws-environment";
import { collectInstanceLogs, sendInstanceLogs } from "../../modules/instance-logs";
import { LogGroup } from "../../modules/log-group";
import { Parameter } from "../../modules/parameter";
import { statementFindings } from "../../modules/policy-document";
import { only, synth } from "../synth";

const GROUP = "/groundwork/acme/genomics-workflows/instances";

describe("the logs of instances", () => {
  test("go to one group, a stream for each file of each instance", () => {
    const [, json = ""] = /<<'CONFIGURATION'\n(.*)\nCONFIGURATION/s.exec(collectInstanceLogs(GROUP)) ?? [];
    const { logs } = JSON.parse(json);
    const files: { file_path: string; log_group_name: string; log_stream_name: string }[] =
      logs.logs_collected.files.collect_list;
    expect(files.map(({ file_path }) => file_path)).toContain("/var/log/cloud-init-output.log");
    for (const { log_group_name, log_stream_name } of files) {
      expect(log_group_name).toBe(GROUP);
      expect(log_stream_name).toMatch(/^\{instance_id\}\//);
    }
  });

  test("are sent by a policy that AWS takes", () => {
    const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
    expect(statementFindings(sendInstanceLogs(aws, GROUP))).toEqual([]);
  });
});

test("a log group ends what it keeps after seven days unless it says otherwise", () => {
  const days = (retentionDays?: number) => {
    const json = synth((stack) => {
      new LogGroup(stack, "logs", { logGroupName: GROUP, retentionDays });
    });
    return only(json.resource, "aws_cloudwatch_log_group").retention_in_days;
  };
  expect([days(), days(30)]).toEqual([7, 30]);
});

test("a parameter is a name in clear", () => {
  const json = synth((stack) => {
    new Parameter(stack, "bucket", { parameterName: "/groundwork/acme/bucket", value: "acme", description: "Bucket" });
  });
  expect(only(json.resource, "aws_ssm_parameter")).toEqual({
    name: "/groundwork/acme/bucket",
    type: "String",
    value: "acme",
    description: "Bucket",
  });
});
