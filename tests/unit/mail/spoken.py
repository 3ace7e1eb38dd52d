"""What the playbook of the samples says to customers, in the languages that we offer."""

from typing import Any

_TEXTS = """
Getting to know you | Kennenlernen | Faire connaissance | Para conocernos
What we need from you | Was wir von Ihnen brauchen | Ce qu’il nous faut de vous | Lo que necesitamos de usted
We set you up | Wir richten alles ein | Nous préparons tout | Lo preparamos todo
Going live | Sie gehen live | La mise en service | La puesta en marcha
Your long-term contact | Ihr künftiger Kontakt | Votre contact par la suite | Su contacto en adelante
Upload your company registration | Laden Sie Ihren Handelsregisterauszug hoch | Envoyez votre extrait Kbis | Suba su extracto del registro mercantil
An extract from your commercial register, not older than six months. It tells us who may sign. \
| Ein Auszug aus Ihrem Handelsregister, nicht älter als sechs Monate. Er sagt uns, wer unterschreiben darf. \
| Un extrait du registre du commerce de moins de six mois. Il nous dit qui peut signer. \
| Un extracto del registro mercantil de menos de seis meses. Nos dice quién puede firmar.
Upload the signed data processing agreement | Laden Sie den unterschriebenen Auftragsverarbeitungsvertrag hoch \
| Envoyez l’accord de traitement des données signé | Suba el contrato de tratamiento de datos firmado
Signed by both sides, every page, as one PDF. | Von beiden Seiten unterschrieben, jede Seite, als ein PDF. \
| Signé par les deux parties, toutes les pages, en un seul PDF. | Firmado por ambas partes, todas las páginas, en un solo PDF.
Tell us where to send the invoices | Sagen Sie uns, wohin die Rechnungen gehen \
| Dites-nous où envoyer les factures | Díganos adónde enviar las facturas
We set the billing account up with exactly these details. | Genau mit diesen Angaben richten wir das Rechnungskonto ein. \
| Nous créons le compte de facturation avec exactement ces données. | Creamos la cuenta de facturación exactamente con estos datos.
Legal name of the company | Firma laut Register | Raison sociale | Razón social
Address for invoices | E-Mail-Adresse für Rechnungen | Adresse e-mail pour les factures | Correo electrónico para las facturas
A shared mailbox is fine. | Ein gemeinsames Postfach ist in Ordnung. | Une boîte partagée convient. | Un buzón compartido sirve.
Postal address | Postanschrift | Adresse postale | Dirección postal
VAT number | USt-IdNr. | Numéro de TVA | NIF-IVA
For example DE123456789. | Zum Beispiel DE123456789. | Par exemple DE123456789. | Por ejemplo DE123456789.
How many people will use it? | Wie viele Personen werden damit arbeiten? | Combien de personnes l’utiliseront ? | ¿Cuántas personas lo usarán?
First day of use | Erster Tag der Nutzung | Premier jour d’utilisation | Primer día de uso
Billing period | Abrechnungszeitraum | Période de facturation | Periodo de facturación
Monthly | Monatlich | Mensuelle | Mensual
Yearly | Jährlich | Annuelle | Anual
Do you need an order number on the invoice? | Brauchen Sie eine Bestellnummer auf der Rechnung? \
| Vous faut-il un numéro de commande sur la facture ? | ¿Necesita un número de pedido en la factura?
Confirm where your data is kept | Bestätigen Sie, wo Ihre Daten liegen \
| Confirmez où vos données sont conservées | Confirme dónde se guardan sus datos
Your data is kept in Frankfurt, Germany, and does not leave the European Union. \
| Ihre Daten liegen in Frankfurt und verlassen die Europäische Union nicht. \
| Vos données sont conservées à Francfort, en Allemagne, et ne quittent pas l’Union européenne. \
| Sus datos se guardan en Fráncfort, Alemania, y no salen de la Unión Europea.
Sign off the go-live | Geben Sie den Start frei | Approuvez la mise en service | Apruebe la puesta en marcha
Once you sign, we switch you over. | Sobald Sie freigeben, stellen wir um. \
| Dès votre signature, nous basculons. | En cuanto firme, hacemos el cambio.
The setup was shown to us, works as agreed, and may go live. \
| Die Einrichtung wurde uns gezeigt, funktioniert wie vereinbart und kann starten. \
| L’installation nous a été montrée, fonctionne comme convenu et peut être mise en service. \
| Se nos mostró la instalación, funciona según lo acordado y puede ponerse en marcha.
Your bank issues this within a day. | Ihre Bank stellt das innerhalb eines Tages aus. \
| Votre banque le délivre en un jour. | Su banco lo emite en un día.
Everything else is ready; only this is missing. | Alles andere ist bereit; nur das fehlt noch. \
| Tout le reste est prêt ; il ne manque que cela. | Todo lo demás está listo; solo falta esto.
"""


def translations() -> dict[str, dict[str, str]]:
    """Return the translations of the samples' playbook, by language."""
    rows: Any = [[text.strip() for text in line.split("|")] for line in _TEXTS.strip().splitlines()]
    return {
        language: {row[0]: row[column] for row in rows}
        for column, language in enumerate(("de", "fr", "es"), 1)
    }
