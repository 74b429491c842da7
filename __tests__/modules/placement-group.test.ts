import { PlacementGroup } from "../../modules/placement-group";
import { only, synth } from "../synth";

test("a placement group is a cluster: instances stand close together", () => {
  const json = synth((stack) => {
    new PlacementGroup(stack, "mpi", { groupName: "acme-slim-mpi", tags: { owner: "imaging" } });
  });
  expect(only(json.resource, "aws_placement_group")).toEqual({
    name: "acme-slim-mpi",
    strategy: "cluster",
    tags: { owner: "imaging" },
  });
});
