import { type PolicyCondition, policyJson, type Statement } from "../../modules/policy-document";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import type { Permission, Phase } from "../../stacks/deployer/permission";
import type { Check } from "./iam-checks";
import { judgeCheck, judgeKnownCheck, wildcard } from "./judged-check";
import type { RecordedPhase } from "./recording";

/** Who does something in a cycle. An administrator does what a stack attaches to people. */
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
    this.actions = this.statement.actions.map(wildcard);
    this.resources = resourcesOf(this.statement).map(wildcard);
  }

  /** Whether action and resource are meant; which conditions hold is for the judge to say. */
  speaksOf({ action, resource }: Check): boolean {
    return this.actions.some((it) => it.test(action)) && this.resources.some((it) => it.test(resource));
  }

  /** Whether it allows a question by itself: it speaks of it, and its conditions hold. */
  async allows(check: Check): Promise<boolean> {
    if (!this.speaksOf(check)) return false;
    const { conditions = [] } = this.statement;
    return conditions.length === 0 || conditionsHold(conditions, check);
  }
}

/** Conditions look at the request and never at the ARN; many statements have the same ones. */
function conditionsHold(conditions: readonly PolicyCondition[], check: Check): Promise<boolean> {
  const { action, resource } = check;
  const only = { sid: "Allow", actions: [action], resources: [resource], conditions, source: "", because: "" };
  const read = lookedAt(conditions, check);
  const access = { policies: [policyJson([only as Statement])] };
  return once(["one", conditions, action, kindOf(resource), read.context], async () => {
    return (await judgeKnownCheck(access, read)) === "Allowed";
  });
}

/** The statements that a role has, or the administrator who is needed beside it, in the order of the derivation. */
export function allowancesOf({ permissions }: Pick<DerivedPolicies, "permissions">, role: Role): Allowance[] {
  return permissions.filter(({ phase }) => HAS[role].includes(phase)).map((permission) => new Allowance(permission));
}

/** The statements of a boundary, ready to be held against what was recorded. */
export function limitsAsAllowances(statements: readonly Statement[]): Allowance[] {
  return statements.map((statement) => new Allowance({ phase: "plan", statement, unrecorded: {} }));
}

/** Who says no to a question. */
export type Objection = "policies" | "boundary";

/** Why a question does not get through; a boundary holds the role, and not the administrator. */
export async function objectionTo(
  allowances: readonly Allowance[],
  limits: readonly Allowance[] | undefined,
  check: Check,
): Promise<Objection | undefined> {
  const isAdministrators = ({ permission }: Allowance) => permission.phase === "administrator";
  // policies and boundary are one question, as they are to AWS
  if (await isAllowed(allowances, check, limits)) return undefined;
  if (await isAllowed(allowances.filter(isAdministrators), check)) return undefined;
  return limits === undefined || !(await isAllowed(allowances, check)) ? "policies" : "boundary";
}

/** What the judge says of statements, and of a boundary. One that does not speak of a question has no say in it. */
export async function isAllowed(
  allowances: readonly Allowance[],
  check: Check,
  limits?: readonly Allowance[],
): Promise<boolean> {
  const speaking = (some: readonly Allowance[]) =>
    some.filter((it) => it.speaksOf(check)).map(({ statement }) => statement);
  const statements = speaking(allowances);
  const boundary = limits && speaking(limits);
  if (statements.length === 0 || boundary?.length === 0) return false;
  const read = lookedAt(
    [...statements, ...(boundary ?? [])].flatMap(({ conditions = [] }) => conditions),
    check,
  );
  const access = { policies: [policyJson(statements)], ...(boundary && { boundary: policyJson(boundary) }) };
  // what speaks of a question does so by its actions and resources; whether it allows it is up to effects and conditions
  const grounds = [statements, boundary].map((some) => some?.map(({ effect, conditions }) => [effect, conditions]));
  return once(["all", grounds, check.action, kindOf(check.resource), read.context], async () => {
    const likeness = JSON.stringify([check.action, kindOf(check.resource), Object.keys(read.context)]);
    const ask = judged.has(likeness) ? judgeKnownCheck : judgeCheck;
    judged.add(likeness);
    return (await ask(access, read)) === "Allowed";
  });
}

/** A question less what no condition looks at: a name tag, mostly. The judge would say the same. */
function lookedAt(conditions: readonly PolicyCondition[], check: Check): Check {
  // services' own keys for the tags of a resource follow from the global one
  const keys = new Set(conditions.map(({ key }) => key.toLowerCase().replace(/^\w+:(?=resourcetag\/)/, "aws:")));
  const context = Object.entries(check.context).filter(([key]) => keys.has(key.toLowerCase()));
  return { ...check, operation: "", context: Object.fromEntries(context) };
}

/** An ARN without the name: partition, service, region, account and type. */
function kindOf(resource: string): string {
  return resource.split("/")[0] ?? resource;
}

/** Questions that were looked at for whether AWS would ask them: by action, type of resource and condition keys. */
const judged = new Set<string>();

const answers = new Map<string, Promise<boolean>>();

/** The judge takes 10 ms for a question about tags, and most questions of a stack are alike. */
function once(question: readonly unknown[], ask: () => Promise<boolean>): Promise<boolean> {
  const text = JSON.stringify(question);
  const answer = answers.get(text) ?? ask();
  answers.set(text, answer);
  return answer;
}

/** The resources of a statement as texts. */
export function resourcesOf({ resources }: Statement): readonly string[] {
  return resources === "*" || resources === undefined ? ["*"] : resources;
}
