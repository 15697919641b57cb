#!/bin/bash
# Cards in a Slurm array: sbatch slurm.sh. Each task makes one share of the credit files in records/.
#SBATCH --job-name=cards
#SBATCH --array=1-16
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=00:30:00
#SBATCH --signal=B:TERM@60
set -euo pipefail

# The program finishes the cards in hand when Slurm says that time is up; the next run makes the rest.
exec extra-credit render records -o out --format square,story,landscape --jobs "${SLURM_CPUS_PER_TASK:-2}" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --report "report-$SLURM_ARRAY_TASK_ID.jsonl"

# Afterwards: extra-credit report merge report-*.jsonl -o all.jsonl
