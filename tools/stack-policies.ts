import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { parse } from "yaml";
import { PolicyDocument, type PolicyJson, policyJson, type Statement } from "../modules/policy-document";
import { addStacks } from "../stacks/deployment";
import { parseSettings } from "../stacks/settings";

const ROOT = join(__dirname, "..");

/** A policy that a stack makes. */
export interface StackPolicy {
  /** `machine policy`. */
  readonly title: string;
  /** With their reasons, which the JSON does not have. */
  readonly statements: readonly Statement[];
  /** Whether it is a permissions boundary, in which patterns of actions may stand. @default false */
  readonly limits?: boolean;
  readonly policy: PolicyJson;
}

/** Every stack that settings name, by its id. */
export function stacksOf(yaml: string | Uint8Array): Map<string, TerraformStack> {
  const outdir = join(ROOT, ".cache", "policies");
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  addStacks(app, parseSettings(yaml, "groundwork.yaml"));
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  return new Map(stacks.map((stack) => [stack.node.id, stack]));
}

/** The stack of one system with settings of its own, and for the rest those in groundwork.yaml. */
export function stackOf(system: string, settings: object): TerraformStack {
  const committed = parse(readFileSync(join(ROOT, "groundwork.yaml"), "utf8"));
  const stack = stacksOf(JSON.stringify({ ...committed, systems: { [system]: settings } })).get(system);
  if (!stack) throw new Error(`system '${system}' must be one that settings can name`);
  return stack;
}

/** Every policy of a stack: what its roles may do, who may assume them, and what things say of themselves. */
export function policiesOf(stack: TerraformStack): StackPolicy[] {
  const statements = new Map<string, Statement[]>();
  const limits = new Set<string>();
  for (const document of stack.node.findAll().filter((node) => node instanceof PolicyDocument)) {
    // one that the quota splits into policy-document, policy-document-2 and so on is one policy to its reader
    const parts = document.node.path.split("/").slice(1);
    const title = parts.filter((part) => part !== "Default" && !/^policy-document(-\d+)?$/.test(part)).join(" ");
    statements.set(title, [...(statements.get(title) ?? []), ...document.statements]);
    if (document.limits) limits.add(title);
  }
  const options = { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false };
  return [...statements].map(([title, list]) => ({
    title,
    statements: list,
    limits: limits.has(title),
    policy: Tokenization.resolve(policyJson(list), options),
  }));
}

/** The policies of AWS that a stack attaches: ARNs. */
export function attachedByAws(stack: TerraformStack): string[] {
  const resources: Record<string, Record<string, { policy_arn?: string }>> = stack.toTerraform().resource ?? {};
  return Object.entries(resources)
    .filter(([type]) => type.endsWith("_policy_attachment"))
    .flatMap(([, attachments]) => Object.values(attachments).flatMap(({ policy_arn }) => policy_arn ?? []))
    .filter((arn) => arn.includes(":aws:policy/"));
}
