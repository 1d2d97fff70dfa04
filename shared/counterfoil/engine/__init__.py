"""What we do, over ports: the use cases. Reaches the world only through `ports`.

The words, each with one meaning everywhere:

- **connection**: an authorised HubSpot portal and an authorised QuickBooks company, with their rules.
- **record**, **kind**: a customer, product, invoice or payment; `domain.kinds` has one table for each kind.
- **ref**: which record of which system. **Part**: one invoice's share of a QuickBooks payment, a record of its own here.
- **snapshot**: a record as one system showed it when it was read.
- **looks**: a digest of what a record shows of itself. **Glimpse**: that one looks as it was seen, but for what it owes.
- **link**: two refs that are one thing, with the **agreement**: what both sides last agreed on, kept for each side.
- **reservation**: a link whose counterpart is being made; its **lease** says how long that may still be under way.
- **counterpart**: the record on the other side. **Candidate**: a record that may be the counterpart.
- **marker**: the source's ref that a create leaves on what it made. **Key**: what makes a repeated write the same write.
- **hint**, **change event**: that a record moved; it carries no data. **Echo**: a hint that our own write caused.
- **question**: the records that a plan is asked about. **Case**: one pair of records on its way through a sync.
- **decision**: what is to be done about a pair, with its reasons; nothing changes it later.
- **plan**: the decisions about some records, and the plans of all that they need, which come first. It writes nothing.
- **plan job**: a plan over everything that the rules admit, made page by page and stored as **rows**, one for each pair, for
  people to see. To **apply** it is to have just those rows carried; a row's **promise** is a digest of what it would write.
- **event** (of a case): what kept a decision from being carried out: failed, moved on, or withheld. **Check** of it: what is
  decided about the pair once it was written, as the vendors answered.
- **outcome**: how a record stands, stored for people: in step (`in_sync`), needs you (`failing`), waiting, left out
  (`excluded`). **Remark**: in step, but something was shortened or assumed.
- **listing**: what lists show of a record. **Tally**: how many records stand so for one cause, and what they come to.
- **failure**: one refusal or missing answer, with its **category** (what people see) and **cure** (what helps).
- **blocker**: what lies outside of a failing record and keeps it from being carried; a change there calls it up.
- **rule**: what a connection wants for one kind, in numbered **versions**; one is current, a **draft** is not.
- **filter**: which records of one system a rule admits: **groups** of **clauses**, of one of which every clause holds.
- **pre-flight check**: one thing about how both accounts are set up that advises or needs a change, with its **finding**.
- **to call up**: to enqueue a record because something that it waits for has changed.
- **to tell**: to let people know. Vendors **announce** what moved, polls **report** it, systems **show** how it is.

The rooms:

- `read`: all that a decision needs; never writes. `plan.py`: what is to be done. `sync.py`: a plan, carried out.
- `carry`: the writes. `conclude`: outcomes, what people are shown, and who is called up.
- `hints`: what enqueues. `work`: what queues ask for, in shifts and slices. `compare`: what everything else missed.
- `browse`: what people look at, from our own table alone. `preview`: plans. `choose`: what people decide about records.
- `rules`: what people decide about kinds. `connections`: connecting, checking, pausing and deleting whole connections.
- `notices`: who is told of what, and in which letters. `documents.py`, `explain.py`, `fees.py`: what a person asks for.
"""
