import { PlacementGroup as AwsPlacementGroup } from "@cdktf/provider-aws/lib/placement-group";
import { Construct } from "constructs";
import { attribute } from "./deferred";
import type { Times } from "./deferred-map";

/** Props of {@link PlacementGroup}. */
export interface PlacementGroupProps extends Times {
  readonly groupName: string;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A cluster placement group: instances that stand close together in one zone, for jobs whose nodes talk to each other.
 *
 * Give each kind of instance a group of its own: EC2 finds room for a group of one kind more easily than for a mixture.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
 */
export class PlacementGroup extends Construct {
  /** Read from the group, so that what stands in it waits for it. */
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: PlacementGroupProps) {
    super(scope, id);
    const { groupName, tags, forEach } = props;
    const group = new AwsPlacementGroup(this, "placement-group", {
      forEach,
      name: groupName,
      strategy: "cluster",
      tags,
    });
    this.groupName = attribute(group, "name");
  }
}
