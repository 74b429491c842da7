import { existsSync } from "node:fs";
import { join } from "node:path";
import { STATE_BACKEND } from "../../stacks/state-backend/stack";
import { bootstrap, unbootstrap } from "../bootstrap";
import { writeOverride } from "../emulator/override";
import { type Steps, type StepsProps, TerraformSteps } from "./terraform-steps";

/** The bucket of all states as `npm run bootstrap` makes it. */
export class BootstrapSteps implements Steps {
  constructor(private readonly props: StepsProps) {}

  /** As Terraform plans any stack; there is no plan of the bucket before it is there. */
  async plan(): Promise<void> {
    if (existsSync(join(this.props.outdir, "stacks", STATE_BACKEND, ".terraform"))) {
      await new TerraformSteps(STATE_BACKEND, this.props).plan();
    }
  }

  apply(): Promise<void> {
    return bootstrap(this.run());
  }

  async planNothing(): Promise<void> {
    const said: string[] = [];
    await bootstrap({ ...this.run(), log: (sentence) => said.push(sentence) });
    if (!said.some((sentence) => sentence.startsWith("nothing to change"))) {
      throw new Error(`a second run of bootstrap must have nothing to change, but said: ${said.join("; ")}`);
    }
  }

  destroy(): Promise<void> {
    return unbootstrap(this.run());
  }

  private run() {
    const { settings, terraform, endpoint, env, signal, outdir } = this.props;
    return {
      settings,
      terraform,
      outdir,
      env,
      signal: signal(),
      prepare: (dir: string) => writeOverride(dir, endpoint),
      log: () => undefined,
    };
  }
}
