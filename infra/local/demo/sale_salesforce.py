"""Salesforce: an outbound message with the ticked fields; account, owner and contacts are read."""

from __future__ import annotations

from xml.sax.saxutils import escape

from infra.local.demo.sale import OWNER, Message, Sale, written
from infra.local.demo.sandbox import Sandbox


def webhook(sale: Sale, app: str) -> Message:
    """Write the outbound message."""
    fields = {
        "Id": sale.deal,
        "Name": f"{sale.account}: enterprise",
        "AccountId": f"001{sale.deal[3:]}",
        "OwnerId": f"005{sale.deal[3:]}",
        "StageName": "Closed Won",
        "IsWon": "true",
        "IsClosed": "true",
        "Amount": "84000.0",
        "CloseDate": sale.signed.date().isoformat(),
        "LastModifiedDate": written(sale.signed),
        "Golive_Tier__c": sale.tier,
        "Golive_Live_Date__c": sale.live,
        "Golive_Products__c": "core;sso",
        "Golive_Goals__c": "All claims of one branch handled in the product",
        "Golive_Time_Zone__c": "Europe/Berlin",
    }
    told = "".join(f"<sf:{name}>{escape(value)}</sf:{name}>" for name, value in fields.items())
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
        '<notifications xmlns="http://soap.sforce.com/2005/09/outbound">'
        "<OrganizationId>00D000000000001EAA</OrganizationId><ActionId>04k000000000001AAA</ActionId>"
        '<SessionId xsi:nil="true"/><EnterpriseUrl>https://example.my.salesforce.com</EnterpriseUrl>'
        f"<PartnerUrl>https://example.my.salesforce.com</PartnerUrl><Notification><Id>04l{sale.deal[3:]}</Id>"
        f'<sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{told}</sObject>'
        "</Notification></notifications></soapenv:Body></soapenv:Envelope>"
    )
    headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
    return Message(
        url=f"{app}/webhooks/salesforce/local-salesforce-token", headers=headers, body=body.encode()
    )


def answers(sale: Sale, sandbox: Sandbox) -> None:
    """Store what the CRM's API answers about the deal."""
    role = {
        "Role": "Decision Maker",
        "IsPrimary": True,
        "Contact": {"Name": sale.contact, "Email": sale.email},
    }
    account = {"Id": f"001{sale.deal[3:]}", "Name": sale.account, "BillingCountryCode": "DE"}
    told = {
        f"sobjects/Account/001{sale.deal[3:]}": account,
        f"sobjects/User/005{sale.deal[3:]}": {
            "Id": f"005{sale.deal[3:]}",
            "Name": "Ada Park",
            "Email": OWNER,
        },
        "query": {"totalSize": 1, "done": True, "records": [role]},
    }
    for path, value in told.items():
        sandbox.fake("salesforce", f"services/data/v61.0/{path}", value)
