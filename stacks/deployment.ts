import type { App } from "cdktf";
import type { Settings } from "./settings";

/**
 * Every stack that the settings name; a system that is not named is not built.
 *
 * Each is loaded where it is named: synth is felt on every save.
 */
export function addStacks(app: App, settings: Settings): void {
  const { state, systems } = settings;
  const { duet, parallelcluster, slim } = systems;
  if (state) {
    const { StateBackendStack } = require("./state-backend/stack") as typeof import("./state-backend/stack");
    new StateBackendStack(app, settings, state);
  }
  const agc = systems["amazon-genomics-cli"];
  if (agc) {
    const { AmazonGenomicsCliStack } =
      require("./amazon-genomics-cli/stack") as typeof import("./amazon-genomics-cli/stack");
    new AmazonGenomicsCliStack(app, settings, agc);
  }
  if (duet) {
    const { DuetStack } = require("./duet/stack") as typeof import("./duet/stack");
    new DuetStack(app, settings, duet);
  }
  const genomicsWorkflows = systems["genomics-workflows"];
  if (genomicsWorkflows) {
    const { GenomicsWorkflowsStack } =
      require("./genomics-workflows/stack") as typeof import("./genomics-workflows/stack");
    new GenomicsWorkflowsStack(app, settings, genomicsWorkflows);
  }
  if (parallelcluster) {
    const { ParallelClusterStack } = require("./parallelcluster/stack") as typeof import("./parallelcluster/stack");
    new ParallelClusterStack(app, settings, parallelcluster);
  }
  if (slim) {
    const { SlimStack } = require("./slim/stack") as typeof import("./slim/stack");
    new SlimStack(app, settings, slim);
  }
  if (settings.deployer) {
    // last: it reads what the others are
    const { DeployerStack } = require("./deployer/stack") as typeof import("./deployer/stack");
    new DeployerStack(app, settings, settings.deployer);
  }
}
