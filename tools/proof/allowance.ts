import { policyJson, type Statement } from "../../modules/policy-document";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import type { Permission, Phase } from "../../stacks/deployer/permission";
import type { Check } from "./iam-checks";
import { judgeCheck } from "./judged-check";
import type { RecordedPhase } from "./recording";

/** Who does something in a cycle. An administrator is needed for what a stack attaches to people. */
export type Role = "plan" | "deploy" | "destroy";

/** Who does what: nobody plans with more than planning takes. */
export const ROLE_OF: Readonly<Record<RecordedPhase, Role>> = {
  plan: "plan",
  apply: "deploy",
  replan: "plan",
  update: "deploy",
  destroy: "destroy",
};

/** Which derived policies a role has. */
const HAS: Readonly<Record<Role, readonly Phase[]>> = {
  plan: ["plan"],
  deploy: ["plan", "apply", "administrator"],
  destroy: ["plan", "apply", "destroy", "administrator"],
};

/** A derived statement, ready to be held against what was recorded. */
export class Allowance {
  readonly statement: Statement;
  private readonly actions: readonly RegExp[];
  private readonly resources: readonly RegExp[];

  constructor(readonly permission: Permission) {
    this.statement = permission.statement;
    this.actions = this.statement.actions.map(pattern);
    this.resources = resourcesOf(this.statement).map(pattern);
  }

  /** Whether action and resource are meant; which conditions hold is for the judge to say. */
  speaksOf({ action, resource }: Check): boolean {
    return this.actions.some((it) => it.test(action)) && this.resources.some((it) => it.test(resource));
  }

  /** Whether it allows a question by itself. */
  async allows(check: Check): Promise<boolean> {
    if (!this.speaksOf(check)) return false;
    const { conditions = [] } = this.statement;
    if (conditions.length === 0) return true;
    // what it speaks of is known: only its conditions are left to judge, and many statements have the same ones
    const { action, resource } = check;
    const only = { sid: "Allow", actions: [action], resources: [resource], conditions, source: "", because: "" };
    return isJudged([only as Statement], check);
  }
}

/** The statements of a role, in the order of the derivation. */
export function allowancesOf({ permissions }: Pick<DerivedPolicies, "permissions">, role: Role): Allowance[] {
  return permissions.filter(({ phase }) => HAS[role].includes(phase)).map((permission) => new Allowance(permission));
}

/** What the judge says of statements that only allow. A statement that does not speak of a question has no say in it. */
export async function isAllowed(allowances: readonly Allowance[], check: Check): Promise<boolean> {
  const statements = allowances.filter((it) => it.speaksOf(check)).map(({ statement }) => statement);
  return statements.length > 0 && isJudged(statements, check);
}

const judged = new Map<string, Promise<boolean>>();

/** The judge answers the same question once: the derivations of one stack are nearly the same. */
function isJudged(statements: readonly Statement[], check: Check): Promise<boolean> {
  const policy = policyJson(statements);
  const { action, resource, context } = check;
  const key = JSON.stringify([policy, action, resource, context]);
  const known = judged.get(key);
  if (known) return known;
  const answer = judgeCheck({ policies: [policy] }, check).then((said) => said === "Allowed");
  judged.set(key, answer);
  return answer;
}

/** The resources of a statement as texts. */
export function resourcesOf({ resources }: Statement): readonly string[] {
  return resources === "*" || resources === undefined ? ["*"] : resources;
}

/** IAM's wildcards; actions have no letter case, and of ARNs no service has two that differ in it alone. */
function pattern(text: string): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is");
}
