"""The console, in a browser and for programs."""

from counterfoil_console.entrypoint import serve

handler = serve
