import { accessDenied, denialMessage } from "./access-denied";
import type { Account } from "./account";
import { withoutAssignedIds } from "./assigned-ids";
import { type AwsCall, type AwsRequest, readCall } from "./aws-call";
import type { Answer } from "./aws-proxy";
import { type Check, checksOf } from "./iam-checks";
import type { Access, Verdict } from "./judge";
import { judgeCheck } from "./judged-check";

/** Why a call did not go through. */
export interface Denial {
  readonly phase: string;
  /** AWS's sentence, or why nobody can say what IAM is asked. */
  readonly message: string;
  /** The question that was answered with no; undefined where the call cannot be mapped. */
  readonly check?: Check;
}

/** Whose policies calls are held to; every call goes through where it is undefined. */
export type Enforced =
  | {
      /** ARN of the role that calls. */
      readonly principal: string;
      /** The role's policies within its boundary, and those of who does for it what it must not do. */
      readonly either: readonly Access[];
    }
  | undefined;

/** Notes what IAM is asked about each call, and lets through what the enforced policies allow. */
export class Gatekeeper {
  /** The part of the cycle that calls belong to now. */
  phase = "";
  enforced: Enforced;
  readonly denials: Denial[] = [];
  /** By phase, all questions as they came. */
  readonly asked = new Map<string, Check[]>();

  /**
   * @param ids of what existed, and what the settings that the policies are derived from call it
   * @param onDenial called at each denial: the provider goes on trying for minutes
   */
  constructor(
    private readonly account: Account,
    private readonly ids: ReadonlyMap<string, string>,
    private readonly onDenial: (denial: Denial) => void,
  ) {}

  /** What is answered in AWS's place; undefined where a call goes through. */
  readonly look = async (request: AwsRequest): Promise<Answer | undefined> => {
    const { phase, enforced } = this;
    let call: AwsCall | undefined;
    try {
      call = readCall(request);
      const checks = withoutAssignedIds(await checksOf(call, this.account), this.ids);
      this.note(phase, checks);
      if (!enforced) return undefined;
      for (const check of checks) {
        const said = await saidTo(enforced.either, check);
        if (said === "Allowed") continue;
        const message = denialMessage(enforced.principal, check, said);
        this.deny({ phase, message, check });
        return accessDenied(call, message);
      }
      return undefined;
    } catch (error) {
      const { message } = error as Error;
      this.deny({ phase, message });
      return call ? accessDenied(call, message) : { status: 501, headers: {}, body: message };
    }
  };

  private note(phase: string, checks: readonly Check[]): void {
    const noted = this.asked.get(phase) ?? [];
    this.asked.set(phase, noted);
    noted.push(...checks);
  }

  private deny(denial: Denial): void {
    this.denials.push(denial);
    this.onDenial(denial);
  }
}

/** The first answer that is yes; else the one of the role. */
async function saidTo(either: readonly Access[], check: Check): Promise<Verdict> {
  const said: Verdict[] = [];
  for (const access of either) {
    const verdict = await judgeCheck(access, check);
    if (verdict === "Allowed") return verdict;
    said.push(verdict);
  }
  return said[0] ?? "ImplicitlyDenied";
}
