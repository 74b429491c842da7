import type { Construct } from "constructs";
import type { Settings } from "../settings";
import { accessPlace, bucketProps, instanceRoleProps, networkProps, serviceRoleProps } from "../settings-props";
import { SystemStack } from "../system-stack";
import { duetOutputs } from "./outputs";
import { Duet, type DuetProps } from "./system";

type DuetSettings = NonNullable<Settings["systems"]["duet"]>;

/** duet as a stack: settings to props, and what people and tools read afterwards. */
export class DuetStack extends SystemStack {
  readonly duet: Duet;

  constructor(scope: Construct, settings: Settings, duet: DuetSettings) {
    super(scope, "duet", settings);
    this.duet = new Duet(this, "Default", {
      ...accessPlace(this, settings),
      ...networkProps(this, settings),
      bucket: bucketProps(duet.bucket),
      workDir: duet.workDir,
      inputBuckets: duet.inputBuckets,
      repositoryPrefix: duet.repositoryPrefix ?? `${this.names.prefix}/`,
      machine: machineProps(duet.virtualMachine),
      batch: batchProps(duet.batch),
      queuePriority: duet.queue.priority,
      instanceTags: this.resourceTags,
    });
    this.outputs(duetOutputs(this.duet));
  }
}

function machineProps(machine: DuetSettings["virtualMachine"]): DuetProps["machine"] {
  if (machine === false) return undefined;
  const { instanceRole, instanceProfile, subnet: subnetId, ...rest } = machine;
  return { ...rest, subnetId, ...instanceRoleProps({ instanceRole, instanceProfile }) };
}

function batchProps(batch: DuetSettings["batch"]): DuetProps["batch"] {
  const { instanceRole, instanceProfile, serviceRole, ...rest } = batch;
  return {
    ...rest,
    ...instanceRoleProps({ instanceRole, instanceProfile }),
    serviceRole: serviceRoleProps(serviceRole),
  };
}
