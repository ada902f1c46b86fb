"""A database, described in Python. Prints its objects as JSON."""
import json

from cdk8s import Testing
from cdk8s_postgres import Auth, InitScript, InitScriptsProps, Persistence, Postgres

chart = Testing.chart()
Postgres(
    chart,
    "database",
    name="shop-postgres",
    postgres_version="17",
    auth=Auth(username="shop", existing_secret="shop-postgres"),
    persistence=Persistence(size="50Gi"),
    parameters={"work_mem": "2MB"},
    init_scripts=InitScriptsProps(scripts=[InitScript.from_string("01-extensions.sql", "CREATE EXTENSION pg_trgm;")]),
)
print(json.dumps(Testing.synth(chart)))
