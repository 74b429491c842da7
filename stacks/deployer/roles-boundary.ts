import { MANAGED_POLICY_CHARACTERS } from "../../modules/managed-policy";
import { policyJson, type Statement, statementFindings } from "../../modules/policy-document";
import { COARSENINGS, type Coarsening } from "./coarsening";
import { asStatements, groupBy, type Right, serviceOf, waysOut, withoutCovered } from "./rights";

const SOURCE = "the policies of the stack's roles";
const LIMIT = "this is a limit, and grants nothing: on what, the policies of the roles say";

/** A boundary, and what it has lost of the policies that it was made of. */
export interface RolesBoundary {
  readonly statements: readonly Statement[];
  /** In the order in which it was taken; none where the policies fit as they are. */
  readonly losses: readonly { readonly service: string; readonly loses: string }[];
}

/**
 * What the roles of a stack may do together, as one policy.
 *
 * Where that is larger than the quota it is made coarser: by the way that loses least, for the service that takes the most
 * characters, until it fits. Then every step is taken back that the others make unnecessary. A step after which a service's
 * rights would be a way to administrator, or would not pass the gate, is not taken.
 *
 * @param characters the quota. @default 6144
 * @throws where it does not fit, however coarse
 */
export function rolesBoundary(held: readonly Right[], characters = MANAGED_POLICY_CHARACTERS): RolesBoundary {
  const services = groupBy(withoutCovered(held), serviceOf).map((rights) => new ServiceRights(rights));
  const all = () => services.flatMap(({ rights }) => rights);
  let least = size(all());
  for (const coarsening of COARSENINGS)
    for (const service of services.toSorted((a, b) => b.characters - a.characters || (a.name < b.name ? -1 : 1))) {
      if (least > characters && service.take(coarsening)) least = size(all());
    }
  if (least > characters) {
    throw new Error(
      `a permissions boundary is one policy of at most ${characters} characters, and what these roles may do takes ${least}, however coarse: give fewer buckets and statements, or a boundary of your own in 'iam.permissionsBoundary'`,
    );
  }
  for (const coarsening of COARSENINGS.toReversed())
    for (const service of services) service.takeBack(coarsening, () => size(all()) <= characters);
  return {
    statements: statementsOf(all()),
    losses: services.flatMap(({ name, steps }) => steps.map(({ loses }) => ({ service: name, loses }))),
  };
}

/** The rights in one service, and the steps that made them coarser. No rule looks at several services together. */
class ServiceRights {
  readonly name: string;
  rights: readonly Right[];
  steps: readonly Coarsening[] = [];
  characters: number;

  constructor(private readonly exact: readonly Right[]) {
    this.name = serviceOf(exact[0] as Right);
    this.rights = exact;
    this.characters = size(exact);
  }

  /** Whether a step was taken: it is for the service, it helps, and it opens no way out. */
  take(step: Coarsening): boolean {
    const { never, only = this.name } = step;
    if (only !== this.name || never.includes(this.name)) return false;
    const coarser = coarsened(this.rights, step);
    if (size(coarser) >= this.characters || !isSound(coarser)) return false;
    this.become(coarser, [...this.steps, step]);
    return true;
  }

  takeBack(step: Coarsening, stillFits: () => boolean): void {
    if (!this.steps.includes(step)) return;
    const { rights, steps } = this;
    const others = steps.filter((each) => each !== step);
    this.become(others.reduce(coarsened, this.exact), others);
    if (!stillFits() || !isSound(this.rights)) this.become(rights, steps);
  }

  private become(rights: readonly Right[], steps: readonly Coarsening[]): void {
    this.rights = rights;
    this.steps = steps;
    this.characters = size(rights);
  }
}

function coarsened(rights: readonly Right[], { coarsen }: Coarsening): readonly Right[] {
  return withoutCovered(coarsen(rights));
}

function statementsOf(rights: readonly Right[]): Statement[] {
  return asStatements(rights, LIMIT, SOURCE);
}

function size(rights: readonly Right[]): number {
  return JSON.stringify(policyJson(statementsOf(rights))).length;
}

function isSound(rights: readonly Right[]): boolean {
  return waysOut(rights) === 0 && statementFindings(statementsOf(rights), true).length === 0;
}
