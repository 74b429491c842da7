import type { CatalogueEntry, Purpose } from "../need";

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html";

const LIST: Purpose = { phase: "plan", sid: "ListLogGroups", actions: ["logs:DescribeLogGroups"], source: SOURCE };
const READ: Purpose = {
  phase: "plan",
  sid: "ReadTagsOfLogGroups",
  actions: ["logs:ListTagsForResource"],
  source: SOURCE,
};
const CREATE: Purpose = {
  phase: "apply",
  sid: "CreateLogGroups",
  actions: [
    "logs:CreateLogGroup",
    "logs:PutRetentionPolicy",
    "logs:DeleteRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
  ],
  source: SOURCE,
};
const DELETE: Purpose = { phase: "destroy", sid: "DeleteLogGroups", actions: ["logs:DeleteLogGroup"], source: SOURCE };

/** Log groups; what is in them is data. */
export const LOGS: Record<string, CatalogueEntry> = {
  aws_cloudwatch_log_group: (group, { partition, region, account }) => {
    const arn = `arn:${partition}:logs:${region}:${account}:log-group:${group.named("name")}` as const;
    return [
      { purpose: LIST, resources: "*", because: "DescribeLogGroups searches by name; it takes no log group" },
      { purpose: READ, resources: [arn] },
      { purpose: CREATE, resources: [arn] },
      { purpose: DELETE, resources: [arn] },
    ];
  },
};
