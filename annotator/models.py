"""Every model, for what needs the whole schema: migrations, replay and tests."""

from annotator.accounts import models as accounts
from annotator.adjudication import models as adjudication
from annotator.annotations import models as annotations
from annotator.articles import models as articles
from annotator.assignments import models as assignments
from annotator.audit import models as audit
from annotator.captures import models as captures
from annotator.claimreview import models as claimreview
from annotator.comments import models as comments
from annotator.dashboards import models as dashboards
from annotator.db import Base
from annotator.guidelines import models as guidelines
from annotator.imports import models as imports
from annotator.jobs import models as jobs
from annotator.links import models as links
from annotator.notifications import models as notifications
from annotator.pace import models as pace
from annotator.projects import models as projects
from annotator.releases import models as releases
from annotator.revisions import models as revisions
from annotator.similarity import models as similarity
from annotator.sources import models as sources
from annotator.speakers import models as speakers
from annotator.spotchecks import models as spotchecks
from annotator.training import models as training
from annotator.verdicts import models as verdicts
from annotator.webpages import models as webpages

metadata = Base.metadata

__all__ = [
    "accounts",
    "adjudication",
    "annotations",
    "articles",
    "assignments",
    "audit",
    "captures",
    "claimreview",
    "comments",
    "dashboards",
    "guidelines",
    "imports",
    "jobs",
    "links",
    "metadata",
    "notifications",
    "pace",
    "projects",
    "releases",
    "revisions",
    "similarity",
    "sources",
    "speakers",
    "spotchecks",
    "training",
    "verdicts",
    "webpages",
]
