// The invoices of a contact, company or deal, and how each stands in QuickBooks: our own properties, read by HubSpot itself.
import { hubspot, Text } from "@hubspot/ui-extensions";
import { CrmAssociationTable } from "@hubspot/ui-extensions/crm";

const INVOICE = "0-53";
const COLUMNS = [
  "hs_number",
  "counterfoil_sync_status",
  "counterfoil_quickbooks_number",
  "counterfoil_quickbooks_balance",
  "counterfoil_synced_at",
  "counterfoil_error",
  "counterfoil_record_url",
  "counterfoil_quickbooks_url",
  "counterfoil_pdf_url",
];

hubspot.extend<"crm.record.tab">(() => <Invoices />);

const Invoices = () => (
  <>
    <Text>What needs somebody says why. Open an invoice to see what to do.</Text>
    <CrmAssociationTable
      objectTypeId={INVOICE}
      propertyColumns={COLUMNS}
      pageSize={10}
      searchable={true}
      pagination={true}
    />
  </>
);
