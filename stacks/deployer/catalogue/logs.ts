import type { Arn } from "../../../modules/aws-environment";
import { type Catalogue, needsOf, on, onAnything, type Target } from "../need";

const need = needsOf(
  "logs",
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
);

/** Log groups: what is in them is data. */
export const LOGS: Catalogue = {
  aws_cloudwatch_log_group: (group, { aws }) => {
    const arn = aws.arn("logs", `log-group:${group.named("name")}`);
    const streams = withStreams(arn);
    return [
      need(
        "plan",
        "FindLogGroups",
        "DescribeLogGroups",
        onAnything("DescribeLogGroups searches, and takes no log group"),
      ),
      need("plan", "ReadTagsOfLogGroups", "ListTagsForResource", on(arn)),
      need("apply", "ManageLogGroups", "CreateLogGroup PutRetentionPolicy", streams),
      need("apply", "ManageLogGroups", "DeleteRetentionPolicy", streams, "day-2 operation"),
      need("apply", "TagLogGroups", "TagResource", on(arn)),
      need("apply", "TagLogGroups", "UntagResource", on(arn), "day-2 operation"),
      need("destroy", "DeleteLogGroups", "DeleteLogGroup", streams),
    ];
  },
};

function withStreams(group: Arn): Target {
  return {
    resources: [`${group}:*`],
    because: "all but tags is checked on a log group with its streams, even where there are none",
  };
}
