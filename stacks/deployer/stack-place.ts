import { AwsEnvironment } from "../../modules/aws-environment";
import type { StackJson, Values } from "./configured-resource";
import type { StackPlace } from "./need";

/**
 * The account and region that a stack's provider names, and the tags by which it is told whose a thing is.
 *
 * @throws where the provider does not say it: nothing could be derived that is held to the stack
 */
export function placeOf({ provider = {} }: StackJson): Pick<StackPlace, "aws" | "ownerTags"> {
  const [settings = {}] = provider.aws ?? [];
  const { region, allowed_account_ids: accounts, default_tags: defaults } = settings;
  const [account] = (accounts as string[] | undefined) ?? [];
  const tags: Record<string, string> = Object.assign(
    {},
    ...((defaults as Values[] | undefined) ?? []).map((each) => each.tags),
  );
  const ownerTags = Object.fromEntries(Object.entries(tags).filter(([tag]) => tag.startsWith("groundwork:")));
  if (!account || Object.keys(ownerTags).length < 2) {
    throw new Error("the provider of a stack must name its account, and have the owner tags among its default tags");
  }
  return { aws: AwsEnvironment.of({ account, region: region as string }), ownerTags };
}
