"""Everything in one, for whoever acts as all functions: an operator's shell, a simulation."""

from counterfoil.bootstrap.connecting import ConnectingBundle
from counterfoil.bootstrap.documents import DocumentsBundle
from counterfoil.bootstrap.explaining import ExplainingBundle
from counterfoil.bootstrap.fees import FeesBundle
from counterfoil.bootstrap.intake import IntakeBundle
from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.bootstrap.planning import PlanningBundle
from counterfoil.bootstrap.reconciling import ReconcilingBundle
from counterfoil.bootstrap.reporting import ReportingBundle
from counterfoil.bootstrap.scheduling import SchedulingBundle
from counterfoil.bootstrap.work import WorkBundle


class Bundle(
    IntakeBundle,
    WorkBundle,
    ReconcilingBundle,
    ConnectingBundle,
    SchedulingBundle,
    PlanningBundle,
    ReportingBundle,
    OperatingBundle,
    ExplainingBundle,
    DocumentsBundle,
    FeesBundle,
):
    """The whole bundle."""
