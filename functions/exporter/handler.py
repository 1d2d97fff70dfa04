"""Makes files of records, plans and what people did."""

from counterfoil_console.exporter_entrypoint import export

handler = export
