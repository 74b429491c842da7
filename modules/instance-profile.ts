import { DataAwsIamInstanceProfile } from "@cdktf/provider-aws/lib/data-aws-iam-instance-profile";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { attribute, type Condition, choose, not, onlyIf } from "./deferred";
import type { ServiceRole } from "./service-role";

/** Props of {@link InstanceProfile}. */
export interface InstanceProfileProps {
  /** Name of the profile to create, or of the one that exists. */
  readonly profileName: string;
  /** ARN of the profile that exists. @default - looked up by its name: its path is not ours to know */
  readonly profileArn?: Arn;
  /** IAM path; begins and ends with `/`. */
  readonly path: string;
  /** The role that instances get. */
  readonly role: ServiceRole;
  /** Whether it is created; one that exists is never changed. @default true */
  readonly create?: Condition;
  /** Whether there is one that exists. @default - where none is created */
  readonly exists?: Condition;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * What hands a role to an EC2 instance.
 *
 * EC2 and Batch take an instance profile, never a role: a role made without one cannot be used by either.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 */
export class InstanceProfile extends Construct {
  readonly profileName: string;
  readonly profileArn: string;

  constructor(scope: Construct, id: string, props: InstanceProfileProps) {
    super(scope, id);
    const { profileName, profileArn, path, role, create = true, exists = not(create), tags } = props;
    const made = onlyIf(
      create,
      (count) =>
        new IamInstanceProfile(this, "instance-profile", { count, name: profileName, path, role: role.roleName, tags }),
    );
    const found = profileArn ?? this.lookUp(exists, profileName);
    this.profileName = made ? choose(create, attribute(made, "name"), profileName) : profileName;
    this.profileArn = made ? choose<string>(create, attribute(made, "arn"), found ?? "") : (found as string);
  }

  private lookUp(exists: Condition, name: string): string | undefined {
    const found = onlyIf(exists, (count) => new DataAwsIamInstanceProfile(this, "found", { count, name }));
    return found && attribute(found, "arn");
  }
}
