import { isFargate } from "../../modules/allocation-strategy";
import type { Environment } from "./batch-state";
import type { Answers, Look, Questions } from "./look";
import {
  checkGroup,
  checkSubnet,
  hasWayOut,
  SERVICES_FOR_FARGATE,
  SERVICES_FOR_INSTANCES,
  type SubnetView,
} from "./network-checks";
import {
  type Endpoint,
  endpointQuestion,
  groupQuestion,
  type NatGateway,
  natQuestion,
  type SecurityGroup,
  type Subnet,
  subnetQuestion,
} from "./network-questions";

/** Looks at the subnets and security groups of an environment. */
export function looksAtNetwork(environment: Environment, region: string): Look[] {
  return [
    ...environment.subnets.map((id) => lookAtSubnet(id, environment, region)),
    ...environment.securityGroups.map(lookAtGroup),
  ];
}

function lookAtSubnet(id: string, { type, securityGroups, subnets }: Environment, region: string): Look {
  const fargate = isFargate(type);
  const services = fargate ? SERVICES_FOR_FARGATE : SERVICES_FOR_INSTANCES;
  const [subnetId = id] = subnets;
  const view = (answers: Answers): SubnetView => ({
    id,
    subnet: answers<Subnet>(`subnet ${id}`),
    nat: answers<readonly NatGateway[]>(`nat ${id}`),
    endpoints: new Map(services.map((service) => [service, answers<Endpoint>(`endpoint ${service} ${subnetId}`)])),
    groups: securityGroups,
    services,
    fargate,
  });
  // the subnets of an environment share a network, and so its endpoints
  const endpoints = (): Questions =>
    Object.fromEntries(
      services.map((service) => [`endpoint ${service} ${subnetId}`, endpointQuestion(service, { region, subnetId })]),
    );
  return {
    questions: { [`subnet ${id}`]: subnetQuestion(id), [`nat ${id}`]: natQuestion(id) },
    // most networks have none, and each that is not there costs another attempt
    followUp: (answers) => (hasWayOut(view(answers)) ? {} : endpoints()),
    find: (answers) => checkSubnet(view(answers)),
  };
}

function lookAtGroup(id: string): Look {
  const question = `group ${id}`;
  return {
    questions: { [question]: groupQuestion(id) },
    find: (answers) => [checkGroup(id, answers<SecurityGroup>(question))],
  };
}
