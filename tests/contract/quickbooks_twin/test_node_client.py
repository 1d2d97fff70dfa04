"""node-quickbooks works against the twin unchanged but for the base URL, where node and npm are at hand."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contract.quickbooks_twin.client import Books

SCRIPT = """
const QuickBooks = require('node-quickbooks');
const { promisify } = require('util');
const [base, realm, token, clientId, secret] = process.argv.slice(2);
QuickBooks.V3_ENDPOINT_BASE_URL = base + '/v3/company/';
const qbo = new QuickBooks(clientId, secret, token, false, realm, true, false, 75, '2.0', null);
const call = (name, ...rest) => promisify(qbo[name]).call(qbo, ...rest);
(async () => {
  const customers = await call('findCustomers', [
    { field: 'DisplayName', value: "Amy's Bird%", operator: 'LIKE' }, { field: 'asc', value: 'DisplayName' }]);
  const customer = customers.QueryResponse.Customer[0];
  const items = await call('findItems', { Sku: 'SVC-DESIGN' });
  const item = items.QueryResponse.Item[0];
  const invoice = await call('createInvoice', {
    requestId: 'node-1', CustomerRef: { value: customer.Id },
    Line: [{ Amount: 150, DetailType: 'SalesItemLineDetail',
             SalesItemLineDetail: { ItemRef: { value: item.Id }, Qty: 2, UnitPrice: 75 } }] });
  const payment = await call('createPayment', {
    CustomerRef: { value: customer.Id }, TotalAmt: 150,
    Line: [{ Amount: 150, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }] });
  const paid = await call('getInvoice', invoice.Id);
  await call('voidPayment', { Id: payment.Id, SyncToken: payment.SyncToken });
  const open = await call('getInvoice', invoice.Id);
  const changed = await call('changeDataCapture', 'Invoice,Payment', new Date(Date.parse('2026-03-16T15:00:00Z')));
  let refusal = null;
  try { await call('createCustomer', { DisplayName: 'Cool Cars' }); }
  catch (error) { refusal = (error.Fault || error.response.data.Fault).Error[0].code; }
  await call('deleteInvoice', open.Id);
  console.log(JSON.stringify({ total: invoice.TotalAmt, paid: paid.Balance, open: open.Balance, refusal,
    changed: changed.CDCResponse[0].QueryResponse.map(one => one.maxResults) }));
})().catch(error => { console.error(error.response ? error.response.data : error); process.exit(1); });
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with node-quickbooks in it."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node or npm is not on this machine")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "node-quickbooks@2.0.50"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"node-quickbooks could not be installed: {error}")
    (folder / "client.js").write_text(SCRIPT)
    return folder


@pytest.mark.long
def test_node_quickbooks(folder: Path, books: Books, served: str) -> None:
    found = books.credentials
    names = ("realm_id", "access_token", "client_id", "client_secret")
    command = ["node", "client.js", served, *(found[name] for name in names)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer == {"total": 150, "paid": 0, "open": 150, "refusal": "6240", "changed": [1, 1]}
