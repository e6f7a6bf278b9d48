"""Many documents: shards to Parquet with a manifest each, on every core of a machine or on a cluster.

`run.corpus` reads the shards that `plan.shards` finds; `stored.stored` reads their results back. Nothing is imported
here, since a command that only asks whether a folder is a corpus should not wait for Parquet.
"""
