import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

/** Props of {@link LogGroup}. */
export interface LogGroupProps {
  readonly logGroupName: string;
  /** Days until what was logged is gone: one of the numbers that CloudWatch knows. @default 7 */
  readonly retentionDays?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A group of logs that end by themselves: without a retention CloudWatch keeps and bills them for ever.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
 */
export class LogGroup extends Construct {
  /** Read from the group, so that what writes to it waits for it. */
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const { logGroupName, retentionDays = 7, tags } = props;
    this.logGroupName = new CloudwatchLogGroup(this, "log-group", {
      name: logGroupName,
      retentionInDays: retentionDays,
      tags,
    }).name;
  }
}
