import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, type TerraformElement, TerraformStack, Testing } from "cdktf";
import { addressName } from "../modules/address";

/** A block of Terraform's JSON, in Terraform's own names. */
export type Block = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A stack as Terraform reads it, without cdktf's notes on it. */
export interface TerraformJson {
  readonly terraform: Block;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  /** By type, then by name. */
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Readonly<Record<string, Block>>;
}

/** A stack with addresses as the real ones have them, and nothing in it. */
class EmptyStack extends TerraformStack {
  constructor() {
    super(new App(), "test");
    new AwsProvider(this, "aws", { region: "eu-west-2" });
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressName(element);
  }
}

/** What some constructs become. */
export function synth(build: (stack: TerraformStack) => void): TerraformJson {
  const stack = new EmptyStack();
  build(stack);
  return parsed(stack);
}

/** What a stack becomes. */
export function parsed(stack: TerraformStack): TerraformJson {
  return { resource: {}, data: {}, output: {}, ...JSON.parse(Testing.synth(stack, true)) };
}

/** The resources, or data sources, of a type; none where there are none. */
export function all(blocks: Blocks, type: string): Block[] {
  return Object.values(blocks[type] ?? {});
}

/** The one resource, or data source, of a type. */
export function only(blocks: Blocks, type: string): Block {
  const found = all(blocks, type);
  if (found.length !== 1) throw new Error(`there must be one ${type}, got ${found.length}`);
  return found[0] as Block;
}

/** The statements of the one policy document whose address has this name. */
export function statements({ data }: TerraformJson, name: string): readonly Block[] {
  const document = data.aws_iam_policy_document?.[name];
  if (!document) throw new Error(`there is no policy document '${name}'`);
  return document.statement as readonly Block[];
}

/** The addresses of all resources, sorted: `aws_batch_job_queue.queue`. */
export function addresses({ resource }: TerraformJson): string[] {
  return Object.entries(resource)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}
