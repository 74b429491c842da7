import { policyKind } from "../modules/escalation-rules";
import { actionFacts } from "../modules/iam-reference";
import { type Grant, readGrants } from "../modules/policy-grant";
import { readAction } from "../modules/statement-action";
import type { DocumentFates, DroppedActions, PolicyFate } from "../stacks/document-fates";
import type { PublishedDocument, PublishedPolicy } from "./published-document";
import type { StackPolicy } from "./stack-policies";

/** What a system has in the place of its document's policies. */
export interface Ours {
  readonly policies: readonly StackPolicy[];
  /** ARNs of the policies of AWS that it attaches. */
  readonly attached: readonly string[];
}

/** Where an action of a document is granted now. */
export interface Place {
  /** `machine policy`. */
  readonly policy: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
}

/** Where an action of a document stands now. */
export interface ActionFate {
  /** As the document writes it. */
  readonly action: string;
  /** The resources that the document grants it on. */
  readonly there: readonly string[];
  readonly state: "kept" | "narrowed" | "dropped" | "attached";
  readonly here: readonly Place[];
  readonly because?: string;
  /** What is wrong with what is written about it. */
  readonly mistake?: string;
}

/** A policy of a document, action by action. */
export interface PolicyTable {
  readonly published: PublishedPolicy;
  readonly actions: readonly ActionFate[];
  readonly mistakes: readonly string[];
}

/** Every policy of a document that grants its holder something, with where each action stands now. */
export function documentTables(document: PublishedDocument, fates: DocumentFates, ours: Ours): PolicyTable[] {
  const granting = document.policies.filter(({ policy }) => policyKind(policy) === "identity");
  const unknown = Object.keys(fates.policies).filter((name) => !granting.some((policy) => policy.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `the document of ${document.system} must have the policies that are written about, not: ${unknown}`,
    );
  }
  return granting.map((published) => {
    const fate = fates.policies[published.name];
    if (!fate) return { published, actions: [], mistakes: [`nothing is written about policy '${published.name}'`] };
    const grants = readGrants(published.policy);
    const written = [...new Set(grants.flatMap(({ statement }) => statement.actions))].sort();
    const actions = written.map((action) => actionFate(action, grants, fate, ours));
    const mistakes = actions.flatMap(({ action, mistake }) => (mistake ? [`${action}: ${mistake}`] : []));
    return { published, actions, mistakes: [...mistakes, ...policyMistakes(published, fate, actions, ours)] };
  });
}

function actionFate(action: string, grants: readonly Grant[], fate: PolicyFate, ours: Ours): ActionFate {
  const theirs = grants.filter(({ statement }) => statement.actions.includes(action));
  const there = [...new Set(theirs.flatMap(({ statement }) => statement.resources ?? []))];
  if ("attached" in fate) return { action, there, state: "attached", here: [], because: fate.attached };
  if (!("into" in fate)) return { action, there, state: "dropped", here: [], because: fate.dropped };

  const because = reasonFor(action, fate);
  const meant = actionsMeant(action, theirs);
  const places = ours.policies
    .filter(({ title }) => fate.into.some((into) => isCalled(into, title)))
    .flatMap(({ title, policy }) => readGrants(policy).map((grant) => ({ title, grant })))
    .filter(({ grant }) => grant.allows(meant).length > 0);
  const here = places.map(({ title, grant }) => placeOf(title, grant, meant));
  const found = { action, there, here, because };

  const kept = new Set(here.flatMap(({ actions }) => actions));
  if (kept.size < meant.length || kept.size === 0) {
    const mistake = because ? undefined : "nothing is written about it, and no policy has all of it";
    return { ...found, state: kept.size > 0 ? "narrowed" : "dropped", mistake };
  }
  const named = because && fate.dropped?.some(({ actions }) => actions.includes(action));
  const mistake = named ? "a reason is written, but it is kept" : undefined;
  const grantsOf = (name: string) =>
    places.map(({ grant }) => grant).filter((grant) => grant.allows([name]).length > 0);
  const isNarrower = meant.some((name) => reachesLess(grantsOf(name), theirs, name));
  return { ...found, because: undefined, state: isNarrower ? "narrowed" : "kept", mistake };
}

/** The reason that is written for an action, or for all of its service that nobody has. */
function reasonFor(
  action: string,
  { dropped = [] }: { readonly dropped?: readonly DroppedActions[] },
): string | undefined {
  const written = (name: string) => dropped.find(({ actions }) => actions.includes(name))?.because;
  return written(action) ?? written(`${action.split(":")[0]}:*`);
}

/** The actions that a written one stands for: of a wildcard those that act on the resources, of an unknown one none. */
function actionsMeant(action: string, grants: readonly Grant[]): string[] {
  const { facts = [], wildcard, finding } = readAction(action);
  if (finding?.rule === "unknown-action") return [];
  const names = facts.map((each) => each.action);
  return wildcard ? names.filter((name) => grants.some((grant) => grant.allows([name]).length > 0)) : names;
}

/** Whether grants of an action reach less: names where others have none, or conditions. */
function reachesLess(ours: readonly Grant[], theirs: readonly Grant[], action: string): boolean {
  const types = actionFacts(action)?.resourceTypes.map(({ name }) => name) ?? [];
  const some = (does: (grant: Grant) => boolean) => theirs.some(does) && !ours.some(does);
  return (
    some(({ conditions }) => conditions.length === 0) ||
    some(({ isOnEverything }) => isOnEverything) ||
    types.some((type) => some((grant) => grant.reachesAny(action, type)))
  );
}

/** `machine` and `machine policy` are both `machine policy`; `user` is not `user-cdk`. */
function isCalled(name: string, title: string): boolean {
  return title === name || title.startsWith(`${name} `);
}

function placeOf(policy: string, grant: Grant, meant: readonly string[]): Place {
  const { name, resources = [] } = grant.statement;
  const conditions = grant.conditions.map(({ test, key, values }) => `${key} ${test} ${values.join(" or ")}`);
  return { policy, sid: name, actions: grant.allows(meant).sort(), resources, conditions };
}

/** What is wrong with what is written about a policy as a whole. */
function policyMistakes(
  { awsManaged }: PublishedPolicy,
  fate: PolicyFate,
  actions: readonly ActionFate[],
  { policies, attached }: Ours,
): string[] {
  if ("attached" in fate) {
    const isAttached = attached.some((arn) => awsManaged !== undefined && arn.endsWith(`/${awsManaged}`));
    return isAttached ? [] : ["it is attached to nothing"];
  }
  if (!("into" in fate)) return [];
  const reasons = fate.dropped?.flatMap((each) => each.actions) ?? [];
  const isForSome = (reason: string) =>
    actions.some(({ action, because }) => action === reason || (because && `${action.split(":")[0]}:*` === reason));
  return [
    ...fate.into
      .filter((into) => !policies.some(({ title }) => isCalled(into, title)))
      .map((into) => `there is no '${into}'`),
    ...reasons
      .filter((reason) => !isForSome(reason))
      .map((reason) => `${reason}: the document does not grant it, or all of it is kept`),
  ];
}
