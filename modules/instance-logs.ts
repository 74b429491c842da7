import type { AwsEnvironment } from "./aws-environment";
import type { Statements } from "./policy-document";

const AGENT_POLICY = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html";

/** What instances write while they start and run, and what says why one does not take jobs. */
const FILES = [
  "cloud-init.log",
  "cloud-init-output.log",
  "ecs/ecs-init.log",
  "ecs/ecs-agent.log",
  "ebs-autoscale-install.log",
  "ebs-autoscale.log",
];

const AGENT = "/opt/aws/amazon-cloudwatch-agent";

/**
 * What the CloudWatch agent calls to send logs to one group, and metrics under its own name.
 *
 * CloudWatchAgentServerPolicy lets it write to every group, make groups, send traces and read parameters.
 */
export function sendInstanceLogs(aws: AwsEnvironment, logGroupName: string): Statements {
  return [
    {
      sid: "SendLogsOfTheInstances",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [aws.arn("logs", `log-group:${logGroupName}:log-stream:*`)],
      because: "each instance has streams of its own, named by its id",
      source: AGENT_POLICY,
    },
    {
      sid: "FindLogStreams",
      actions: ["logs:DescribeLogStreams"],
      resources: [aws.arn("logs", `log-group:${logGroupName}`)],
      source: AGENT_POLICY,
    },
    {
      sid: "SendMetricsOfTheAgent",
      actions: ["cloudwatch:PutMetricData"],
      resources: "*",
      because: "metrics are named by their namespace and no ARN, which holds it to the agent's own",
      conditions: [{ test: "StringEquals", key: "cloudwatch:namespace", values: ["CWAgent"] }],
      source: AGENT_POLICY,
    },
  ];
}

/**
 * Part of a shell script: sends an instance's logs to a group, a stream for each file.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function collectInstanceLogs(logGroupName: string): string {
  const collect = FILES.map((file) => ({
    file_path: `/var/log/${file}`,
    log_group_name: logGroupName,
    log_stream_name: `{instance_id}/${file.split("/").at(-1)}`,
  }));
  const configuration = { logs: { logs_collected: { files: { collect_list: collect } } } };
  return `
collect_logs() {
  dnf install -y -q amazon-cloudwatch-agent || return 1
  tee ${AGENT}/etc/groundwork.json <<'CONFIGURATION'
${JSON.stringify(configuration)}
CONFIGURATION
  ${AGENT}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${AGENT}/etc/groundwork.json
}
collect_logs || echo "groundwork: the instance's logs are not sent to ${logGroupName}" >&2
`;
}
