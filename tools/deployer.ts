import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { App, TerraformStack } from "cdktf";
import { closest } from "fastest-levenshtein";
import { AwsEnvironment } from "../modules/aws-environment";
import { MANAGED_POLICY_CHARACTERS, packed } from "../modules/managed-policy";
import { type PolicyJson, policyJson } from "../modules/policy-document";
import { DeployerNames } from "../stacks/deployer/deployer-names";
import { type DerivedPolicies, derive, type StackJson } from "../stacks/deployer/derivation";
import { handedRights } from "../stacks/deployer/handed-rights";
import { PHASES, type Phase } from "../stacks/deployer/permission";
import { DEPLOYER, DeployerStack } from "../stacks/deployer/stack";
import { addStacks } from "../stacks/deployment";
import { loadSettingsOrExit, type Settings } from "../stacks/settings";
import { shellCommand } from "./smoke/shell-command";
import { wrapped } from "./smoke/wrapped";

const USAGE = `npm run deployer [-- <stack>] [--phase ${PHASES.join("|")}]`;

/** Why it cannot be said, in words for the person who asked. */
export class DeployerError extends Error {}

/** What an administrator needs to let others deploy a stack. */
export interface DeployerReport {
  /** Policies by their names, as IAM takes them. */
  readonly policies: Readonly<Record<string, PolicyJson>>;
  /** Sizes against the quotas, and what an administrator has to do by hand: lines of 80 columns. */
  readonly notes: readonly string[];
}

/**
 * What it takes to plan, apply and destroy stacks, for an administrator who makes the roles by hand; nothing is deployed.
 *
 * @param stack the one that is asked for. @default - all that the settings name
 * @param phase the one that is asked for. @default - those of a deployer: plan, apply and destroy
 * @throws {DeployerError} where the settings name no such stack, or nothing can be derived from it
 */
export function deployerReport(settings: Settings, stack?: string, phase?: Phase): DeployerReport {
  const bounded = withBoundaries(settings);
  const reports = synthesized(bounded, stack).map((each) => reportOn(each, bounded, phase));
  return {
    policies: Object.assign({}, ...reports.map(({ policies }) => policies)),
    notes: [
      ...(bounded === settings ? [] : [...wrapped("", AS_IF), ""]),
      ...reports.flatMap(({ notes }, index) => (index === 0 ? notes : ["", ...notes])),
    ],
  };
}

const AS_IF =
  "The settings name neither 'deployer' nor 'iam.permissionsBoundary', so roles would carry no boundary, and who deploys them " +
  "could give them any right. This is what it takes with 'deployer' in the settings: name it before you deploy.";

/** The settings, with a deployer where roles would be without a boundary; who that would be is not printed. */
function withBoundaries(settings: Settings): Settings {
  const { deployer, iam } = settings;
  if (deployer || iam.permissionsBoundary !== undefined) return settings;
  return { ...settings, deployer: { trustedPrincipals: [AwsEnvironment.of(settings).iamArn("root")], destroy: true } };
}

/** A stack as it is deployed, with the boundaries that are made for its deployer and its roles. */
interface Asked {
  readonly name: string;
  readonly json: StackJson;
  readonly boundaries: Readonly<Record<string, PolicyJson>>;
}

function reportOn({ name, json, boundaries }: Asked, settings: Settings, phase?: Phase): DeployerReport {
  const names = new DeployerNames({ name: settings.name, path: settings.iam.path });
  const derived = said(() => derive(json, settings));
  const documents = (each: Phase) => {
    const policyName = names.of(name, each);
    const parts = packed(policyName, derived[each]);
    return parts.map(
      (part, index) => [index === 0 ? policyName : `${policyName}-${index + 1}`, policyJson(part)] as const,
    );
  };
  const asked = phase ? [phase] : PHASES.filter((each) => each !== "administrator");
  return {
    policies: { ...Object.fromEntries(asked.flatMap(documents)), ...(phase ? {} : boundaries) },
    notes: [
      ...sizes(name, documents, boundaries, settings.iam.managedPoliciesPerRole),
      ...byHand(handedRights(json), derived),
    ],
  };
}

/** The stack of a name, or all of them but the deployer's own: that is an administrator's, who has rights already. */
function synthesized(settings: Settings, name?: string): Asked[] {
  const outdir = mkdtempSync(join(tmpdir(), "groundwork-"));
  try {
    const app = new App({ outdir });
    said(() => addStacks(app, settings));
    const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
    const deployers = stacks.find((stack) => stack instanceof DeployerStack)?.deployers;
    const found = new Map(stacks.filter(({ node }) => node.id !== DEPLOYER).map((stack) => [stack.node.id, stack]));
    const ids = [...found.keys()].sort();
    if (name !== undefined && !found.has(name))
      throw new DeployerError(
        `there is no stack ${name} in the settings, did you mean ${closest(name, ids)}? named there: ${ids.join(", ")}`,
      );
    const asked = name === undefined ? ids : [name];
    return asked.map((id) => ({
      name: id,
      json: (found.get(id) as TerraformStack).toTerraform(),
      boundaries: Object.fromEntries(
        [...(deployers?.get(id)?.boundaries ?? [])].map(([policy, statements]) => [policy, policyJson(statements)]),
      ),
    }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What cannot be derived says in words why: for the person who asked, not as a fault of this command. */
function said<T>(derivation: () => T): T {
  try {
    return derivation();
  } catch (error) {
    throw new DeployerError((error as Error).message);
  }
}

type Documents = (phase: Phase) => readonly (readonly [string, PolicyJson])[];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function sizes(stack: string, documents: Documents, boundaries: Asked["boundaries"], most: number): string[] {
  const attached = (["plan", "apply", "destroy"] as const).flatMap(documents);
  const all = [...attached, ...Object.entries(boundaries)];
  const width = Math.max(...all.map(([name]) => name.length));
  const rows = all.map(
    ([name, policy]) => `  ${name.padEnd(width)}  ${String(JSON.stringify(policy).length).padStart(5)}`,
  );
  return [
    ...wrapped("", `Policies of ${stack}, with their characters; ${MANAGED_POLICY_CHARACTERS} is the most:`),
    ...rows,
    ...wrapped(
      "",
      `A role to plan with has ${documents("plan").length} of them, and one that deploys and destroys all ${attached.length}; ${most} is the most. What is called a boundary is never attached: it is set on a role as it is made.`,
    ),
  ];
}

function byHand(handed: readonly string[][], { administrator }: DerivedPolicies): string[] {
  if (administrator.length === 0) return [];
  const sids = administrator.map(({ sid }) => sid).join(", ");
  return [
    "",
    ...wrapped("", `Only an administrator may do this, which --phase administrator has as a policy: ${sids}.`),
    ...(handed.length > 0
      ? wrapped(
          "",
          "People, and groups and roles that exist, get their rights from an administrator, who has read them first:",
        )
      : []),
    ...handed.map((command) => shellCommand(["aws", ...command])),
  ];
}

/**
 * The arguments behind `npm run deployer --`.
 *
 * @throws {DeployerError} with how it is used
 */
export function parseArguments(args: string[]): { stack?: string; phase?: Phase } {
  try {
    const { values, positionals } = parseArgs({ args, options: { phase: { type: "string" } }, allowPositionals: true });
    const [stack, another] = positionals;
    if (another !== undefined) throw new Error("one stack must be named, or none for all of them");
    const phase = PHASES.find((each) => each === values.phase);
    if (values.phase !== undefined && !phase)
      throw new Error(`--phase must be one of ${PHASES.join(", ")}, got ${values.phase}`);
    return { ...(stack !== undefined && { stack }), ...(phase && { phase }) };
  } catch (error) {
    throw new DeployerError(`${(error as Error).message}\n${USAGE}`);
  }
}

if (require.main === module) {
  try {
    const { stack, phase } = parseArguments(process.argv.slice(2));
    const { policies, notes } = deployerReport(loadSettingsOrExit(), stack, phase);
    // the documents alone go to standard output, so that a pipe gets JSON
    process.stderr.write(`${notes.join("\n")}\n\n`);
    process.stdout.write(`${JSON.stringify(policies, null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof DeployerError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
