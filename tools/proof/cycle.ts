import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STATE_BACKEND } from "../../stacks/state-backend/stack";
import { type Emulator, startEmulator } from "../emulator";
import { Surroundings } from "../emulator/surroundings";
import type { Terraform } from "../terraform";
import { Account } from "./account";
import { AwsProxy } from "./aws-proxy";
import { BootstrapSteps } from "./bootstrap-steps";
import { makeBoundaries, makeExisting } from "./existing-things";
import { type Enforced, Gatekeeper } from "./gatekeeper";
import { type RecordedPhase, type Recording, sortedChecks } from "./recording";
import { type Steps, TerraformSteps } from "./terraform-steps";
import { stackJson, type Variant } from "./variant";

export interface CycleProps {
  readonly variant: Variant;
  readonly terraform: Terraform;
  /** Ends the cycle. */
  readonly signal: AbortSignal;
  /** Called at the beginning of each step. */
  readonly onStep: (step: string) => void;
}

/** A run that must not get through: with an action less, say. */
export interface Attempt {
  /** It comes before this phase, and is about the same. */
  readonly phase: RecordedPhase;
  /** What is missing. */
  readonly without: string;
  readonly enforced: Enforced;
}

/** What became of an {@link Attempt}. */
export interface Refusal {
  readonly attempt: Attempt;
  /** AWS's sentence; undefined where the run got through. */
  readonly message?: string;
  /** Whether Terraform has shown it to whoever ran it. */
  readonly shown: boolean;
}

/** What a cycle is held to, and what must fail on the way. */
export interface CyclePlan {
  /** Whose policies each phase is held to. @default - everything is let through */
  readonly enforced?: (phase: RecordedPhase) => Enforced;
  readonly attempts?: readonly Attempt[];
}

/**
 * The life of one stack on an emulator of its own: planned, applied, planned again, updated, destroyed, with every call
 * passing a gatekeeper.
 *
 * @throws at the first call that is denied or that nobody can map, and where a plan that must be empty is not
 */
export async function runCycle(
  props: CycleProps,
  plan: CyclePlan = {},
): Promise<{ recording: Recording; refusals: Refusal[] }> {
  const { variant } = props;
  const { account, region, state } = variant.settings("first");
  const outdir = mkdtempSync(join(tmpdir(), "groundwork-proof-"));
  const emulator = await startEmulator({ account, region });
  let proxy: AwsProxy | undefined;
  try {
    const ids = await makeExisting(variant.existing, emulator);
    if (state && variant.stack !== STATE_BACKEND) await new Surroundings(emulator).makeBucket(state.bucket);
    const run = new Run(props, plan, new Account(emulator, account, region), ids, outdir);
    proxy = await AwsProxy.start(emulator.endpoint, run.gatekeeper.look);
    const refusals = await run.through(proxy.endpoint, emulator);
    return { recording: await run.recording(), refusals };
  } finally {
    await proxy?.stop();
    await emulator.stop();
    rmSync(outdir, { recursive: true, force: true });
  }
}

class Run {
  readonly gatekeeper: Gatekeeper;
  /** Of the step that is going on. */
  private ending = new AbortController();
  /** How long Terraform may go on after a denial, in milliseconds. */
  private patience = 0;
  private dir = "";

  constructor(
    private readonly props: CycleProps,
    private readonly plan: CyclePlan,
    account: Account,
    private readonly ids: ReadonlyMap<string, string>,
    private readonly outdir: string,
  ) {
    this.gatekeeper = new Gatekeeper(account, ids, () => this.onDenial());
    props.signal.addEventListener("abort", () => this.ending.abort(), { once: true });
  }

  async through(endpoint: string, emulator: Emulator): Promise<Refusal[]> {
    const { variant, terraform } = this.props;
    const refusals: Refusal[] = [];
    this.dir = join(this.outdir, "stacks", variant.stack);
    const stacks = (["first", "updated"] as const).map((when) => stackJson(variant.stack, variant.settings(when)));
    await makeBoundaries(stacks, emulator);
    const stepsFor = (when: "first" | "updated"): Steps => {
      const options = {
        terraform,
        endpoint,
        env: emulator.environment(),
        signal: () => this.ending.signal,
        settings: variant.settings(when, this.ids),
        outdir: this.outdir,
      };
      return variant.stack === STATE_BACKEND ? new BootstrapSteps(options) : new TerraformSteps(variant.stack, options);
    };
    for (const [phase, when, step] of STEPS) {
      const steps = stepsFor(when);
      if (phase === "destroy") await fill(variant.filled, emulator);
      for (const attempt of this.plan.attempts?.filter((each) => each.phase === phase) ?? []) {
        // the first step of a phase is enough: a plan is refused in the same way each time
        if (!refusals.some((refusal) => refusal.attempt === attempt))
          refusals.push(await this.refused(attempt, steps, step));
      }
      await this.step(phase, step, () => steps[step](), this.plan.enforced?.(phase));
    }
    return refusals;
  }

  /** One step, and what it says when it fails: the denials, not Terraform's words for them. */
  private async step(phase: RecordedPhase, name: string, work: () => Promise<void>, enforced: Enforced): Promise<void> {
    this.begin(phase, enforced);
    this.props.onStep(name === phase ? phase : `${phase}: ${name}`);
    const failed = await work().then(
      () => undefined,
      (error: Error) => error,
    );
    const [denial] = this.gatekeeper.denials;
    if (denial) throw new Error(`${phase} was denied: ${denial.message}`);
    this.props.signal.throwIfAborted();
    if (failed) throw failed;
  }

  private async refused(attempt: Attempt, steps: Steps, step: keyof Steps): Promise<Refusal> {
    this.begin(attempt.phase, attempt.enforced);
    this.patience = PATIENCE;
    this.props.onStep(`${attempt.phase} without ${attempt.without}`);
    const output = await steps[step]().then(
      () => "",
      (error: Error) => error.message,
    );
    this.props.signal.throwIfAborted();
    const message = this.gatekeeper.denials[0]?.message;
    return { attempt, ...(message && { message }), shown: /not[\s│]+authorized[\s│]+to[\s│]+perform/.test(output) };
  }

  /** The provider tries for minutes what is denied, such as to look at a bucket. */
  private onDenial(): void {
    const { ending, patience } = this;
    if (patience === 0) ending.abort();
    else setTimeout(() => ending.abort(), patience).unref();
  }

  private begin(phase: RecordedPhase, enforced: Enforced): void {
    this.props.signal.throwIfAborted();
    this.ending = new AbortController();
    this.patience = 0;
    this.gatekeeper.denials.length = 0;
    this.gatekeeper.phase = phase;
    this.gatekeeper.enforced = enforced;
  }

  /** All that was asked, in the words of the settings. */
  async recording(): Promise<Recording> {
    const { variant, terraform } = this.props;
    const { stdout } = await terraform.run(this.dir, ["version", "-json"]);
    const { terraform_version, provider_selections } = JSON.parse(stdout) as Version;
    const checksOf = (phase: RecordedPhase) => sortedChecks(this.gatekeeper.asked.get(phase) ?? []);
    return {
      stack: variant.stack,
      variant: variant.name,
      provider: `aws ${provider_selections["registry.terraform.io/hashicorp/aws"]}`,
      terraform: terraform_version,
      phases: {
        plan: checksOf("plan"),
        apply: checksOf("apply"),
        replan: checksOf("replan"),
        update: checksOf("update"),
        destroy: checksOf("destroy"),
      },
    };
  }
}

/** Puts objects into buckets: what a pipeline leaves behind. */
async function fill(buckets: readonly string[], emulator: Emulator): Promise<void> {
  const surroundings = new Surroundings(emulator);
  for (const bucket of buckets) {
    await surroundings.s3("PUT", `${bucket}/results/sample.bam`, "one");
    await surroundings.s3("PUT", `${bucket}/results/sample.bam`, "two");
  }
}

/** Time for Terraform to end by itself, and to say why it fails. */
const PATIENCE = 120_000;

interface Version {
  readonly terraform_version: string;
  readonly provider_selections: Readonly<Record<string, string>>;
}

/** The steps of a cycle: which phase each belongs to, with which settings, and what is done. */
const STEPS: readonly (readonly [RecordedPhase, "first" | "updated", keyof Steps])[] = [
  ["plan", "first", "plan"],
  ["apply", "first", "apply"],
  ["replan", "first", "planNothing"],
  ["replan", "updated", "plan"],
  ["update", "updated", "apply"],
  ["replan", "updated", "planNothing"],
  ["destroy", "updated", "destroy"],
];
