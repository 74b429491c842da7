import { type Catalogue, needsOf, on, onAnything } from "../need";

const need = needsOf(
  "logs",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html",
);

/** Log groups: what is in them is data. */
export const LOGS: Catalogue = {
  aws_cloudwatch_log_group: (group, { aws }) => {
    const target = on(aws.arn("logs", `log-group:${group.named("name")}`));
    return [
      need(
        "plan",
        "FindLogGroups",
        "DescribeLogGroups",
        onAnything("DescribeLogGroups searches, and takes no log group"),
      ),
      need("plan", "ReadTagsOfLogGroups", "ListTagsForResource", target),
      need("apply", "ManageLogGroups", "CreateLogGroup PutRetentionPolicy TagResource", target),
      need("apply", "ManageLogGroups", "DeleteRetentionPolicy UntagResource", target, "day-2 operation"),
      need("destroy", "DeleteLogGroups", "DeleteLogGroup", target),
    ];
  },
};
