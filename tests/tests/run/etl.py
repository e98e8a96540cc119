"""A transformation as vendors write it for hotglue: exports the latest version of every customer so far."""

import os

import gluestick as gs

root, input_dir, output_dir, snapshot_dir, tenant, flow, today, _, _ = gs.establish_directories(globals())

reader = gs.Reader(dir=input_dir, root=root)
new = reader.get("customers")
customers = gs.snapshot_records(new, "customers", snapshot_dir, pk="id")
customers = customers[["id", "name"]].sort_values("id")
customers.to_csv(os.path.join(output_dir, "customers.csv"), index=False)
