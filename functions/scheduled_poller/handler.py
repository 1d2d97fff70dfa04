"""Has all connections polled by schedule, and calls up what is due."""

from counterfoil.entrypoints.scheduling import work_by_schedule

handler = work_by_schedule
